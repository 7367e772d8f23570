import { modulus11Remainder } from '../check-digits.js';
import type { Digits } from '../digits.js';
import type { Bank, PrintAccount } from './bank.js';
import { type Layout, padFields, titleIdOf } from './fields.js';
import { holderNumber, withCheckDigit } from './printing.js';

/** The fields of Bradesco. Agency and account are without their check digits, which a barcode does not have. */
export type BradescoFields = {
  /** Up to 4 digits. */
  readonly agency: Digits;
  /** Up to 7 digits. */
  readonly account: Digits;
  /** Carteira, up to 2 digits: 09 and 26 are registered, 25 is for the internet. */
  readonly wallet: Digits;
  /** Nosso número, up to 11 digits. */
  readonly titleId: Digits;
};

const widths = { agency: 4, wallet: 2, titleId: 11, account: 7 } as const;

/**
 * Bradesco, 237.
 *
 * Campo livre: agency 4, carteira 2, nosso número 11, account 7, 0. The check digit of the nosso número is modulus 11 with
 * weights 2 to 7 over carteira and nosso número; it is 0 for remainder 0, and P for remainder 1.
 *
 * Source: Bradesco, manual "Cobrança" 4008-524-0121 (layout de arquivo, campo livre and nosso número).
 */
export const bradesco: Bank<BradescoFields> = {
  code: '237',
  name: 'Bradesco',

  encode(fields) {
    const { agency, account, wallet, titleId } = padFields(widths, fields);
    const checkDigit = checkDigitWithP(wallet + titleId);
    return {
      freeField: `${agency}${wallet}${titleId}${account}0`,
      titleId: titleIdOf(titleId, checkDigit, `${wallet}/`),
    };
  },
};

/** The campo livre that `bradesco` describes. */
export const bradescoLayout: Layout = [['agency', 4, 'wallet', 2, 'titleId', 11, 'account', 7], /^.{24}0/];

function checkDigitWithP(digits: string): string {
  const remainder = modulus11Remainder(digits, 7);
  if (remainder === 0) return '0';
  return remainder === 1 ? 'P' : String(11 - remainder);
}

/**
 * Prints agency-digit/account-digit, and the carteira. A digit that is not given is computed by modulus 11 with weights 2
 * to 7: 0 for remainder 0, P for remainder 1. Banks' customers also see 0 in place of P, so that a given digit wins.
 *
 * Source: the rule is as in brcobranca, an open library.
 */
export const printBradesco: PrintAccount = (fields, account) => {
  const agency = holderNumber('agency', 4, fields, account);
  const number = holderNumber('account', 7, fields, account);
  const agencyCode = withCheckDigit(agency, 'agencyDigit', account, checkDigitWithP(agency));
  const accountCode = withCheckDigit(number, 'accountDigit', account, checkDigitWithP(number));
  return `${agencyCode}/${accountCode}`;
};
