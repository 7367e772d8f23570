import { modulus11Remainder } from '../check-digits.js';

/** Check digits of banks whose modulus 11 would give 10: each of them has chosen its own. */
const chosenDigits: Readonly<Record<string, string>> = { '197': '1', '748': 'X' };

/**
 * Returns a bank's COMPE code with its check digit, as the head of a slip shows it: modulus 11 with weights 2, 3, 4 from
 * the right.
 *
 * @param bank three digits
 * @example
 * bankCodeWithDigit('237') // '237-2'
 */
export function bankCodeWithDigit(bank: string): string {
  const remainder = modulus11Remainder(bank);
  const digit = chosenDigits[bank] ?? (remainder < 2 ? '0' : String(11 - remainder));
  return `${bank}-${digit}`;
}
