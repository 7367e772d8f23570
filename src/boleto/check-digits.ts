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

/** Remainder of modulus 11: weights 2, 3, … up to `highest` and again, from the right. */
export function modulus11Remainder(digits: string, highest = 9): number {
  let sum = 0;
  let weight = 2;
  for (let index = digits.length - 1; index >= 0; index--) {
    sum += (digits.charCodeAt(index) - ZERO) * weight;
    weight = weight === highest ? 2 : weight + 1;
  }
  return sum % 11;
}

/** General check digit of a barcode, over its 43 other digits. Where modulus 11 gives 0, 10 or 11 it is 1: never 0. */
export function barcodeCheckDigit(digits: string): string {
  const digit = 11 - modulus11Remainder(digits);
  return digit > 9 ? '1' : String(digit);
}
