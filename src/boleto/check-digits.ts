const ZERO = 48;

/** Modulus 10 of a field of the digitable line: weights 2, 1, 2, … from the right, the digits of each product added. */
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
 * Remainder of modulus 11: weights 2, 3, … up to `highest` and again, from the right. A letter, which a CNPJ may have,
 * counts as its ASCII code less 48.
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

/** Modulus 11 as Caixa and Santander write it: 11 less the remainder, and 0 where that has two digits. */
export function modulus11(digits: string): string {
  const digit = 11 - modulus11Remainder(digits);
  return digit > 9 ? '0' : String(digit);
}

/**
 * General check digit of a barcode, over its 43 other digits, which are the two texts given one after the other. Where
 * modulus 11 gives 0, 10 or 11 it is 1: never 0.
 */
export function barcodeCheckDigit(head: string, tail: string): string {
  const digit = 11 - modulus11Remainder(head + tail);
  return digit > 9 ? '1' : String(digit);
}
