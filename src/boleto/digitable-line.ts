import { arrecadacaoCodes, isArrecadacao } from './arrecadacao.js';
import { generalCheckDigit, splitBarcode } from './barcode.js';
import { modulus10, refuseCheckDigit } from './check-digits.js';
import { verifyLength } from './digits.js';
import { refuse } from './errors.js';
import { readDigits } from './pasted.js';

const LENGTH = 47;
/** Digits of a line without its last field, which has the due date factor and the amount. */
const WITHOUT_LAST_FIELD = 33;
/** All groups but the last one: three fields of two groups each, and the general check digit. */
const PRINTED = /^(.{5})(.{5})(.{5})(.{6})(.{5})(.{6})(.)/;

/**
 * Returns the digitable line (linha digitável) of a barcode.
 *
 * @param barcode 44 digits; `parse` says what else may be in the text
 * @returns 47 digits without punctuation, 48 of arrecadação
 * @throws {BoletoError} NOT_DIGITS, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT, NOT_ALLOWED
 * @example
 * toDigitableLine('23797167700000020003381260000000000100097210')
 * // '23793381286000000000401000972107716770000002000'
 */
export function toDigitableLine(barcode: string): string {
  const { digits } = readDigits('barcode', barcode);
  if (isArrecadacao(digits)) {
    verifyLength('barcode', digits, 44);
    return arrecadacaoCodes('barcode', digits)[1];
  }
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
 * Returns the barcode of a digitable line (linha digitável). Verifies all its check digits.
 *
 * @param digitableLine 47 digits, 48 of arrecadação, or a line whose amount was left out; `parse` says what else may be
 *   in the text
 * @returns 44 digits
 * @throws {BoletoError} NOT_DIGITS, WRONG_LENGTH, WRONG_CURRENCY, WRONG_CHECK_DIGIT, NOT_ALLOWED
 * @example
 * toBarcode('23793.38128 60000.000004 01000.972107 7 16770000002000')
 * // '23797167700000020003381260000000000100097210'
 */
export function toBarcode(digitableLine: string): string {
  const { digits } = readDigits('digitableLine', digitableLine);
  if (isArrecadacao(digits)) {
    verifyLength('digitableLine', digits, 48);
    return arrecadacaoCodes('digitableLine', digits)[0];
  }
  const barcode = barcodeOfLine('digitableLine', completedLine('digitableLine', digits) ?? digits);
  splitBarcode(barcode);
  return barcode;
}

/**
 * As `toBarcode`, for the digits of a whole line alone. Leaves the general check digit and the currency to
 * `splitBarcode`.
 */
export function barcodeOfLine(field: string, line: string, lengths?: string): string {
  verifyLength(field, line, LENGTH, lengths);
  verifyField(line, 1, 0, 9);
  verifyField(line, 2, 10, 20);
  verifyField(line, 3, 21, 31);
  return rearranged(line);
}

function verifyField(line: string, number: number, start: number, end: number): void {
  const expected = modulus10(line.slice(start, end));
  if (line[end] === expected) return;
  const what = `check digit of field ${number} of the digitable line`;
  refuseCheckDigit('digitableLine', what, line, end, expected);
}

/**
 * Returns the whole of a line that was shortened: banks print nothing or `000` in place of the last field where a boleto
 * has neither due date nor amount, and apps accept a line without the zeros at its end. There must be one way alone to
 * complete it, so the amount must be zero: a line whose last digits were lost would have another amount.
 *
 * Source: bank manuals on the fifth field ("quando se tratar de valor zerado, a representação deverá ser 000"), as
 * BoletoNet quotes them. mrmgomes/boleto-utils completes lines of 36 and 46 digits of credit cards.
 *
 * @returns undefined unless zeros alone are missing; of 44 digits, as many as a barcode has, unless all check digits fit
 * @throws {BoletoError} WRONG_LENGTH if the digits can be read in two ways
 */
export function completedLine(field: string, line: string): string | undefined {
  if (line.length < WITHOUT_LAST_FIELD || line.length >= LENGTH) return undefined;
  const last = line.slice(WITHOUT_LAST_FIELD);
  if (!/^([1-9]...0*)?0*$/.test(last.padEnd(4, '0'))) return undefined;
  const whole = line.padEnd(LENGTH, '0');
  const hasLengthOfBarcode = line.length === 44;
  if (hasLengthOfBarcode && !fits(whole)) return undefined;
  const isBarcode = hasLengthOfBarcode && line[4] === generalCheckDigit(line);
  // Older manuals also leave out zeros on the left of an amount without a due date factor.
  const amountAlone = line.slice(0, WITHOUT_LAST_FIELD) + last.padStart(14, '0');
  if (isBarcode || (amountAlone !== whole && fits(amountAlone))) {
    refuse('WRONG_LENGTH', field, `${field} can be read in two ways: give all ${LENGTH} digits`, LENGTH);
  }
  return whole;
}

/** Returns whether all check digits of a line are right. */
function fits(line: string): boolean {
  const barcode = rearranged(line);
  return line[32] === generalCheckDigit(barcode) && line === lineOfBarcode(barcode);
}

/** Returns the digits of a line in the order of the barcode. */
function rearranged(line: string): string {
  return line.slice(0, 4) + line.slice(32) + line.slice(4, 9) + line.slice(10, 20) + line.slice(21, 31);
}

/**
 * Returns a digitable line as it is printed, with dots and spaces; for arrecadação with dashes and spaces.
 *
 * @param digitableLine as for `toBarcode`
 * @throws {BoletoError} as `toBarcode`
 * @example
 * formatDigitableLine('23793381286000000000401000972107716770000002000')
 * // '23793.38128 60000.000004 01000.972107 7 16770000002000'
 */
export function formatDigitableLine(digitableLine: string): string {
  const barcode = toBarcode(digitableLine);
  return isArrecadacao(barcode)
    ? toDigitableLine(barcode)
        .replace(/(.{11})(.)/g, ' $1-$2')
        .slice(1)
    : lineOfBarcode(barcode).replace(PRINTED, '$1.$2 $3.$4 $5.$6 $7 ');
}

function withCheckDigit(digits: string): string {
  return digits + modulus10(digits);
}
