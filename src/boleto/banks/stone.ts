import { MAX_AMOUNT } from '../barcode.js';
import type { Digits } from '../digits.js';
import type { Bank } from './bank.js';
import { cutFields, padFields, titleIdOf } from './fields.js';

export type StoneFields = {
  /** Nosso número (`our_number`), up to 20 digits: Stone allocates it, so it is the one that its API answered. */
  readonly titleId: Digits;
};

const widths = { titleId: 20 } as const;
const ZEROS = '00000';

/**
 * Stone, 197.
 *
 * Campo livre: 00000, nosso número 20. Whatever check digit it holds is Stone's; there is none to compute here.
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

  readFreeField(freeField) {
    return freeField.startsWith(ZEROS) ? cutFields(widths, freeField, ZEROS.length) : undefined;
  },
};
