import { modulus10, modulus11 } from '../check-digits.js';
import type { Digits } from '../digits.js';
import type { Bank, PrintAccount } from './bank.js';
import { type Layout, padFields, TITLE_ID, titleIdOf } from './fields.js';
import { holderNumber } from './printing.js';

/** The fields of Inter. */
export type InterFields = {
  /** Up to 4 digits: 0001. */
  readonly agency: Digits;
  /** Carteira, up to 3 digits: 110 or 112. */
  readonly wallet: Digits;
  /** Operação, up to 7 digits: the bank gives it to the beneficiary. */
  readonly operation: Digits;
  /** Nosso número, up to 10 digits, without its check digit. */
  readonly titleId: Digits;
};

const widths = { agency: 4, wallet: 3, operation: 7, titleId: 10 } as const;

/**
 * Inter, 077.
 *
 * Campo livre: agency 4, carteira 3, operação 7, nosso número 10, its check digit. The check digit is modulus 10 over agency,
 * carteira and nosso número.
 *
 * Source: Inter, manual de remessa CNAB 400, as BoletoNetCore and laravel-boleto quote it.
 */
export const inter: Bank<InterFields> = {
  code: '077',
  name: 'Inter',

  encode(fields) {
    const { agency, wallet, operation, titleId } = padFields(widths, fields);
    const checkDigit = modulus10(agency + wallet + titleId);
    return {
      freeField: agency + wallet + operation + titleId + checkDigit,
      titleId: titleIdOf(titleId, checkDigit, `${agency}${modulus11(agency)}/${wallet}/`),
    };
  },
};

/** The campo livre that `inter` describes. */
export const interLayout: Layout = [
  ['agency', 4, 'wallet', 3, 'operation', 7, 'titleId', 10],
  /^/,
  [TITLE_ID, 24, modulus10, 0, 7, 14, 24],
];

/**
 * Prints agency and its check digit (modulus 11: 0001 has 9), a slash, the account and the digit that is given; and the
 * carteira. The barcode has no account.
 *
 * Source: as BoletoNetCore and laravel-boleto print it.
 */
export const printInter: PrintAccount = (fields, account) => {
  const { agency = '' } = fields;
  const number = holderNumber('account', 10, fields, account).replace(/^0+(?=.)/, '');
  const agencyCode = agency + (account.agencyDigit || modulus11(agency));
  return `${agencyCode}/${number}${account.accountDigit ?? ''}`;
};
