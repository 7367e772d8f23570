import { barcodeCheckDigit } from './check-digits.js';
import { refuse } from './errors.js';

const LENGTH = 44;

/** Cents: the ten digits that a barcode has for them beside a due date factor, R$ 99,999,999.99. */
export const MAX_AMOUNT = 9_999_999_999;

export interface BarcodeParts {
  /** Three digits. */
  readonly bank: string;
  /** Four digits of the due date factor and ten of the amount in cents, or fourteen of the amount. */
  readonly factorAndAmount: string;
  /** Campo livre, 25 digits: each bank's own. */
  readonly freeField: string;
}

/** Joins the parts of a barcode and puts in its check digit. The length is checked here, whatever the bank's file did. */
export function assembleBarcode(parts: BarcodeParts): string {
  const head = `${parts.bank}9`;
  const tail = parts.factorAndAmount + parts.freeField;
  const barcode = head + barcodeCheckDigit(head, tail) + tail;
  verifyLength('barcode', barcode, LENGTH);
  return barcode;
}

/**
 * Checks 44 digits: currency and general check digit.
 *
 * @throws BoletoError ARRECADACAO, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT.
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

/** @throws BoletoError WRONG_LENGTH. */
export function verifyLength(field: string, digits: string, length: number): void {
  if (digits.length === length) return;
  const message = `${field} must have ${length} digits; it has ${digits.length}`;
  refuse('WRONG_LENGTH', field, message, length);
}

/** Arrecadação (taxes, water, light, …) starts with 8 and has another layout, in which a boleto's rules read nonsense. */
export function refuseArrecadacao(field: string, digits: string): void {
  if (digits.length < LENGTH || digits[0] !== '8') return;
  const message = 'this is an arrecadação (convênio) code, which starts with 8, not a bank boleto';
  refuse('ARRECADACAO', field, message);
}
