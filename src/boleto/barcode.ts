import { barcodeCheckDigit, refuseCheckDigit } from './check-digits.js';
import { verifyLength } from './digits.js';
import { refuse } from './errors.js';

const LENGTH = 44;
/** The real. */
const CURRENCY = '9';

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
  const head = parts.bank + CURRENCY;
  const tail = parts.factorAndAmount + parts.freeField;
  const barcode = head + barcodeCheckDigit(head, tail) + tail;
  verifyLength('barcode', barcode, LENGTH);
  return barcode;
}

/**
 * Splits a barcode into its parts, and verifies its currency and its general check digit.
 *
 * @param barcode 44 digits
 * @throws {BoletoError} WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT
 */
export function splitBarcode(barcode: string): BarcodeParts {
  verifyLength('barcode', barcode, LENGTH);
  if (barcode[3] !== CURRENCY) {
    refuse('WRONG_CURRENCY', 'barcode', 'digit 4 of a barcode is 9, the real', CURRENCY);
  }
  const expected = generalCheckDigit(barcode);
  if (barcode[4] !== expected) {
    const what = 'general check digit (digit 5 of a barcode, 33 of a line)';
    refuseCheckDigit('barcode', what, barcode, 4, expected);
  }
  return {
    bank: barcode.slice(0, 3),
    factorAndAmount: barcode.slice(5, 19),
    freeField: barcode.slice(19),
  };
}

/** Returns the check digit that a barcode of 44 digits should have as its fifth. */
export function generalCheckDigit(barcode: string): string {
  return barcodeCheckDigit(barcode.slice(0, 4), barcode.slice(5));
}
