import { modulus11Remainder } from '../check-digits.js';

/** Where the modulus leaves 1 its digit would be 10, and each bank has chosen for itself. */
const chosenDigits: Readonly<Record<string, string>> = { '197': '1', '748': 'X' };

/**
 * A bank's COMPE code with its check digit, as the slip's head has it: modulus 11 with weights 2, 3, 4 from the right.
 *
 * @param bank three digits.
 * @example
 * bankCodeWithDigit('237') // '237-2'
 */
export function bankCodeWithDigit(bank: string): string {
  const remainder = modulus11Remainder(bank);
  const digit = chosenDigits[bank] ?? (remainder < 2 ? '0' : String(11 - remainder));
  return `${bank}-${digit}`;
}
