import { MAX_AMOUNT } from '../barcode.js';
import type { Digits } from '../digits.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { cutFields, padFields, titleIdOf, UNKNOWN_LAYOUT } from './fields.js';
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
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const { titleId: number } = padFields(widths, fields);
    return { freeField: ZEROS + number, titleId: titleIdOf(number, null) };
  },

  readFreeField: readStone,
};

/** Reads the campo livre that `stone` describes. */
export function readStone(freeField: string): FreeFieldReading {
  if (!freeField.startsWith(ZEROS)) return UNKNOWN_LAYOUT;
  return { fields: cutFields(widths, freeField, ZEROS.length) };
}

/** Prints agency/account with the digit that is given. Stone has no carteira. */
export const printStone: PrintAccount = (fields, account) => {
  const agency = holderNumber('agency', 4, fields, account);
  const number = holderNumber('account', 12, fields, account);
  return {
    agencyAndCode: `${agency}/${withCheckDigit(number.replace(/^0+(?=.)/, ''), 'accountDigit', account)}`,
    wallet: '',
  };
};
