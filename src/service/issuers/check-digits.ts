import { printAccount } from '../../boleto/banks/index.js';
import { BoletoError } from '../../boleto/index.js';
import type { CodeFieldError } from './codes.js';
import { ISSUERS, isIssuer } from './issuers.js';

type Fields = Readonly<Record<string, unknown>>;

/** The names of the fields that hold check digits and bank account: a boleto's or a wallet's. */
interface Names {
  readonly agencyDigit: string;
  readonly accountDigit: string;
  readonly bankAccount: string;
}

/** An error of a check digit. The message follows the field's name. */
export type DigitError = Omit<CodeFieldError, 'field'> & { readonly field: string };

/**
 * Checks digits against the bank's rule, as far as that is public and certain: of agency and bank account at Banco do
 * Brasil, and of Itaú's account, whose digit is in the barcode. Other digits are the bank's word alone.
 *
 * @param fields `issuer`, `issuer_agency`, `issuer_account`, and those of `names`
 * @example
 * const itau = { issuer: 'boleto-api-itau', issuer_agency: '0057', issuer_account: '12345', account_digit: '8' };
 * digitErrorsOf(itau, WALLET_NAMES) // [{ field: 'account_digit', message: 'must be 7, by the rule of the bank' }]
 */
export function digitErrorsOf(fields: Fields, names: Names): DigitError[] {
  const { issuer, issuer_agency: agency, issuer_account } = fields;
  if (typeof issuer !== 'string' || !isIssuer(issuer) || typeof agency !== 'string') return [];
  const { bank } = ISSUERS[issuer];
  if (bank !== '001' && bank !== '341') return [];
  const account = bank === '001' ? fields[names.bankAccount] : issuer_account;
  try {
    const right = digitsOf(bank, agency, typeof account === 'string' ? account : undefined);
    return [
      ...(bank === '001' ? errorUnless(fields, names.agencyDigit, right.agency) : []),
      ...errorUnless(fields, names.accountDigit, right.account),
    ];
  } catch (error) {
    if (!(error instanceof BoletoError)) throw error;
    // Agency and account of Itaú have rules of their own.
    return bank === '001' && error.field === 'account.account'
      ? [{ field: names.bankAccount, message: `must be 1 to ${error.limit} digits` }]
      : [];
  }
}

export const BOLETO_NAMES: Names = {
  agencyDigit: 'issuer_agency_digit',
  accountDigit: 'issuer_account_digit',
  bankAccount: 'issuer_bank_account',
};
export const WALLET_NAMES: Names = {
  agencyDigit: 'agency_digit',
  accountDigit: 'account_digit',
  bankAccount: 'bank_account',
};

/** Reads the digits from what a slip prints of numbers without any: `3420-7/1234567-9`. */
function digitsOf(bank: string, agency: string, account: string | undefined) {
  const printed = printAccount(bank, {}, { agency, account: account ?? '0' })?.agencyAndCode ?? '';
  const [agencyDigit, accountDigit] = printed.split('/').map((number) => number.split('-')[1]);
  return { agency: agencyDigit, account: account === undefined ? undefined : accountDigit };
}

function errorUnless(fields: Fields, field: string, right: string | undefined): DigitError[] {
  const given = fields[field];
  const isWrong = right !== undefined && typeof given === 'string' && given !== right;
  return isWrong ? [{ field, message: `must be ${right}, by the rule of the bank` }] : [];
}
