import { refuseArrecadacao, splitBarcode, verifyLength } from './barcode.js';
import { modulus10 } from './check-digits.js';
import { refuse } from './errors.js';

const LENGTH = 47;
/** All groups but the last one: three fields of two groups each, and the general check digit. */
const PRINTED = /^(.{5})(.{5})(.{5})(.{6})(.{5})(.{6})(.)/;

/**
 * Returns the digits of a code that was typed or printed with dots, dashes and white space.
 *
 * @throws {BoletoError} NOT_DIGITS
 */
export function plainDigits(field: string, text: string): string {
  if (typeof text !== 'string') refuseText(field);
  let digits = '';
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) continue;
    if (!isSeparator(text, index)) refuseText(field);
    digits += text.slice(start, index);
    start = index + 1;
  }
  digits += text.slice(start);
  if (digits === '') refuseText(field);
  return digits;
}

function isSeparator(text: string, index: number): boolean {
  const character = text.charAt(index);
  return character === '.' || character === '-' || character.trim() === '';
}

function refuseText(field: string): never {
  refuse('NOT_DIGITS', field, `${field} must be digits; dots, dashes and spaces may part them`);
}

/**
 * Returns the digitable line (linha digitável) of a barcode.
 *
 * @param barcode 44 digits; dots, dashes and white space are ignored
 * @returns 47 digits without punctuation
 * @throws {BoletoError} NOT_DIGITS, ARRECADACAO, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT
 * @example
 * toDigitableLine('23797167700000020003381260000000000100097210')
 * // '23793381286000000000401000972107716770000002000'
 */
export function toDigitableLine(barcode: string): string {
  const digits = plainDigits('barcode', barcode);
  splitBarcode(digits);
  return lineOfBarcode(digits);
}

/** As `toDigitableLine`, for a barcode that is known to be right. */
export function lineOfBarcode(barcode: string): string {
  const first = barcode.slice(0, 4) + barcode.slice(19, 24);
  const second = barcode.slice(24, 34);
  const third = barcode.slice(34);
  return `${withCheckDigit(first)}${withCheckDigit(second)}${withCheckDigit(third)}${barcode.slice(4, 19)}`;
}

/**
 * Returns the barcode of a digitable line (linha digitável). Verifies all four check digits.
 *
 * @param digitableLine 47 digits; dots, dashes and white space are ignored
 * @returns 44 digits
 * @throws {BoletoError} NOT_DIGITS, ARRECADACAO, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT
 * @example
 * toBarcode('23793.38128 60000.000004 01000.972107 7 16770000002000')
 * // '23797167700000020003381260000000000100097210'
 */
export function toBarcode(digitableLine: string): string {
  const barcode = barcodeOfLine(plainDigits('digitableLine', digitableLine));
  splitBarcode(barcode);
  return barcode;
}

/** As `toBarcode`, for digits alone. Leaves the general check digit and the currency to `splitBarcode`. */
export function barcodeOfLine(line: string): string {
  refuseArrecadacao('digitableLine', line);
  verifyLength('digitableLine', line, LENGTH);
  const first = verifiedField(line, 1, 0, 10);
  const second = verifiedField(line, 2, 10, 21);
  const third = verifiedField(line, 3, 21, 32);
  return first.slice(0, 4) + line.slice(32) + first.slice(4) + second + third;
}

/**
 * Returns a digitable line as it is printed, with dots and spaces.
 *
 * @param digitableLine 47 digits; dots, dashes and white space are ignored
 * @throws {BoletoError} as `toBarcode`
 * @example
 * formatDigitableLine('23793381286000000000401000972107716770000002000')
 * // '23793.38128 60000.000004 01000.972107 7 16770000002000'
 */
export function formatDigitableLine(digitableLine: string): string {
  const line = plainDigits('digitableLine', digitableLine);
  toBarcode(line);
  return line.replace(PRINTED, '$1.$2 $3.$4 $5.$6 $7 ');
}

function withCheckDigit(digits: string): string {
  return digits + modulus10(digits);
}

function verifiedField(line: string, number: number, start: number, end: number): string {
  const digits = line.slice(start, end - 1);
  const expected = modulus10(digits);
  if (line[end - 1] === expected) return digits;
  const message = `the check digit of field ${number} of the digitable line is ${line[end - 1]} and should be ${expected}`;
  refuse('WRONG_CHECK_DIGIT', 'digitableLine', message, expected);
}
