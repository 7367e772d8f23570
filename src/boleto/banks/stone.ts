import type { Digits } from '../digits.js';
import type { Bank, PrintAccount } from './bank.js';
import { type Layout, padFields, titleIdOf } from './fields.js';
import { holderNumber, withCheckDigit } from './printing.js';

/** The fields of Stone. */
export type StoneFields = {
  /** Nosso número, up to 20 digits. Stone allocates it: `our_number` in the answer of its API. */
  readonly titleId: Digits;
};

const widths = { titleId: 20 } as const;
const ZEROS = '00000';

/**
 * Stone, 197.
 *
 * Campo livre: 00000, nosso número 20. Any check digit in the nosso número is allocated by Stone with it.
 *
 * Source: Stone's API documentation, its examples of `our_number` beside `barcode`.
 */
export const stone: Bank<StoneFields> = {
  code: '197',
  name: 'Stone',

  encode(fields) {
    const { titleId: number } = padFields(widths, fields);
    return { freeField: ZEROS + number, titleId: titleIdOf(number, null) };
  },
};

/** The campo livre that `stone` describes. */
export const stoneLayout: Layout = [['', 5, 'titleId', 20], /^0{5}/];

/** Prints agency/account with the digit that is given. Stone has no carteira. */
export const printStone: PrintAccount = (fields, account) => {
  const agency = holderNumber('agency', 4, fields, account);
  const number = holderNumber('account', 20, fields, account);
  return `${agency}/${withCheckDigit(number.replace(/^0+(?=.)/, ''), 'accountDigit', account)}`;
};
