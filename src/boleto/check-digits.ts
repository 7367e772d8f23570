import { refuse } from './errors.js';

const ZERO = 48;

/**
 * Returns the modulus 10 check digit: weights 2, 1, 2, … from the right, with the digits of each product added up.
 *
 * @example modulus10('237933812') // '8'
 */
export function modulus10(digits: string): string {
  let sum = 0;
  let weight = 2;
  for (let index = digits.length - 1; index >= 0; index--) {
    const product = (digits.charCodeAt(index) - ZERO) * weight;
    sum += product > 9 ? product - 9 : product;
    weight = 3 - weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * Returns the remainder of modulus 11: weights 2, 3, … up to `highest` and again from 2, from the right. A letter, which
 * a CNPJ may have, counts as its ASCII code minus 48.
 */
export function modulus11Remainder(digits: string, highest = 9): number {
  let sum = 0;
  let weight = 2;
  for (let index = digits.length - 1; index >= 0; index--) {
    sum += (digits.charCodeAt(index) - ZERO) * weight;
    weight = weight === highest ? 2 : weight + 1;
  }
  return sum % 11;
}

/** Returns the modulus 11 check digit of most banks: 11 minus the remainder, or 0 if that has two digits. */
export function modulus11(digits: string): string {
  return modulus11Digit(modulus11Remainder(digits));
}

/** As `modulus11`, of a remainder. */
export function modulus11Digit(remainder: number): string {
  return remainder < 2 ? '0' : String(11 - remainder);
}

/**
 * Returns the general check digit of a barcode. It is 1 where modulus 11 gives 10 or 11, so it is never 0.
 *
 * @param head the digits before it: bank and currency
 * @param tail the digits after it
 */
export function barcodeCheckDigit(head: string, tail: string): string {
  const digit = 11 - modulus11Remainder(head + tail);
  return digit > 9 ? '1' : String(digit);
}

/**
 * Refuses a code because of a check digit.
 *
 * @param field name of the value, for the error
 * @param what the check digit, for the message
 * @param index where it is in `digits`
 * @throws {BoletoError} WRONG_CHECK_DIGIT with the right digit as its limit
 */
export function refuseCheckDigit(
  field: string,
  what: string,
  digits: string,
  index: number,
  expected: string | undefined,
): never {
  refuse('WRONG_CHECK_DIGIT', field, `the ${what} is ${digits[index]} and should be ${expected}`, expected);
}
