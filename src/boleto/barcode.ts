import { barcodeCheckDigit } from './check-digits.js';
import { refuse } from './errors.js';

const LENGTH = 44;

/** Largest amount, in cents, that fits into the ten digits beside a due date factor: R$ 99,999,999.99. */
export const MAX_AMOUNT = 9_999_999_999;

export interface BarcodeParts {
  /** COMPE code, three digits. */
  readonly bank: string;
  /** Four digits of the due date factor and ten of the amount in cents, or fourteen digits of the amount. */
  readonly factorAndAmount: string;
  /** Campo livre, 25 digits in the bank's own layout. */
  readonly freeField: string;
}

/**
 * Joins the parts of a barcode and inserts its check digit.
 *
 * @throws {BoletoError} WRONG_LENGTH if the parts do not add up to 44 digits
 */
export function assembleBarcode(parts: BarcodeParts): string {
  const head = `${parts.bank}9`;
  const tail = parts.factorAndAmount + parts.freeField;
  const barcode = head + barcodeCheckDigit(head, tail) + tail;
  verifyLength('barcode', barcode, LENGTH);
  return barcode;
}

/**
 * Splits a barcode into its parts, and verifies its currency and its general check digit.
 *
 * @param barcode 44 digits
 * @throws {BoletoError} ARRECADACAO, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT
 */
export function splitBarcode(barcode: string): BarcodeParts {
  refuseArrecadacao('barcode', barcode);
  verifyLength('barcode', barcode, LENGTH);
  if (barcode[3] !== '9') {
    refuse('WRONG_CURRENCY', 'barcode', 'digit 4 of a barcode is 9, the real', '9');
  }
  const expected = barcodeCheckDigit(barcode.slice(0, 4), barcode.slice(5));
  if (barcode[4] !== expected) {
    const message = `the general check digit (digit 5 of a barcode, 33 of a line) is ${barcode[4]} and should be ${expected}`;
    refuse('WRONG_CHECK_DIGIT', 'barcode', message, expected);
  }
  return {
    bank: barcode.slice(0, 3),
    factorAndAmount: barcode.slice(5, 19),
    freeField: barcode.slice(19),
  };
}

/** @throws {BoletoError} WRONG_LENGTH unless there are `length` digits */
export function verifyLength(field: string, digits: string, length: number): void {
  if (digits.length === length) return;
  const message = `${field} must have ${length} digits; it has ${digits.length}`;
  refuse('WRONG_LENGTH', field, message, length);
}

/**
 * Refuses an arrecadação code (taxes, water, electricity, …), which starts with 8 and has another layout.
 *
 * @throws {BoletoError} ARRECADACAO
 */
export function refuseArrecadacao(field: string, digits: string): void {
  if (digits.length < LENGTH || digits[0] !== '8') return;
  const message = 'this is an arrecadação (convênio) code, which starts with 8, not a bank boleto';
  refuse('ARRECADACAO', field, message);
}
