import { fixedDigits } from '../digits.js';
import { refuse } from '../errors.js';
import type { BeneficiaryAccount, ReadFields } from './bank.js';

/**
 * Returns a number of the beneficiary with leading zeros: from the campo livre if it is there, else from the account.
 *
 * @throws {BoletoError} MISSING, NOT_DIGITS, TOO_LONG; the field is `account.agency` or `account.account`
 */
export function holderNumber(
  name: 'agency' | 'account',
  width: number,
  fields: ReadFields,
  account: BeneficiaryAccount,
): string {
  const field = `account.${name}`;
  const value = fields[name] ?? account[name];
  if (value !== undefined) return fixedDigits(field, value, width);
  refuse('MISSING', field, `${field} is missing: the slip has to show it, and the barcode has none`, width);
}

/**
 * Returns a number with its check digit after a dash. A given digit wins over `computed`, because the bank chose it.
 *
 * @param computed the digit by the bank's rule; undefined if the rule is not public, and then only a given digit is printed
 * @throws {BoletoError} NOT_ALLOWED if the given digit is not 0 to 9, X or P
 */
export function withCheckDigit(
  number: string,
  name: 'agencyDigit' | 'accountDigit',
  account: BeneficiaryAccount,
  computed?: string,
): string {
  const digit = account[name]?.toUpperCase() || computed;
  if (digit === undefined) return number;
  if (/^[0-9XP]$/.test(digit)) return `${number}-${digit}`;
  const field = `account.${name}`;
  refuse('NOT_ALLOWED', field, `${field} must be one digit, X or P`, '0-9, X, P');
}
