import { modulus11Remainder } from '../check-digits.js';
import type { Digits } from '../digits.js';
import type { Bank, PrintAccount } from './bank.js';
import { type Layout, padFields, TITLE_ID, titleIdOf } from './fields.js';

/** The fields of Safra. */
export type SafraFields = {
  /** Up to 5 digits, the last of which is its check digit. */
  readonly agency: Digits;
  /** Up to 9 digits, the last of which is its check digit. */
  readonly account: Digits;
  /** Nosso número, up to 8 digits, without its check digit. */
  readonly titleId: Digits;
};

const widths = { agency: 5, account: 9, titleId: 8 } as const;

/**
 * Safra, 422.
 *
 * Campo livre: 7, agency 5, account 9, nosso número 8, its check digit, 2. The check digit is modulus 11 with weights 2 to
 * 9: 1 for remainder 0, and 0 for remainder 1.
 *
 * Source: Safra, manual of cobrança (2010): código de barras, cobrança registrada, as brcobranca and BoletoNetCore quote it.
 */
export const safra: Bank<SafraFields> = {
  code: '422',
  name: 'Safra',

  encode(fields) {
    const { agency, account, titleId } = padFields(widths, fields);
    const checkDigit = safraCheckDigit(titleId);
    return {
      freeField: `7${agency}${account}${titleId}${checkDigit}2`,
      titleId: titleIdOf(titleId, checkDigit),
    };
  },
};

/** The campo livre that `safra` describes. */
export const safraLayout: Layout = [
  ['', 1, 'agency', 5, 'account', 9, 'titleId', 8],
  /^7.{23}2/,
  [TITLE_ID, 23, safraCheckDigit, 15, 23],
];

function safraCheckDigit(digits: string): string {
  const remainder = modulus11Remainder(digits);
  return String((remainder < 2 ? 1 : 11) - remainder);
}

/**
 * Prints agency/account, each with its check digit at the end. The barcode has no carteira.
 *
 * Source: as brcobranca prints it.
 */
export const printSafra: PrintAccount = (fields) => `${fields.agency}/${fields.account}`;
