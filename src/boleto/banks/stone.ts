import { MAX_AMOUNT } from '../barcode.js';
import { type Digits, fixedDigits } from '../digits.js';
import type { Bank } from './bank.js';

export type StoneFields = {
  /** Nosso número (`our_number`), up to 20 digits: Stone allocates it, so it is the one that its API answered. */
  readonly titleId: Digits;
};

const widths = { titleId: 20 } as const;

/**
 * Stone, 197.
 *
 * Campo livre: 00000, nosso número 20. Whatever check digit it holds is Stone's; there is none to compute here.
 * Source: Stone's API documentation, its examples of `our_number` beside `barcode`.
 */
export const stone: Bank<StoneFields> = {
  code: '197',
  name: 'Stone',
  widths,
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const number = fixedDigits('titleId', fields.titleId, widths.titleId);
    return { freeField: `00000${number}`, titleId: { number, checkDigit: null, formatted: number } };
  },

  readFreeField(freeField) {
    return freeField.startsWith('00000') ? { titleId: freeField.slice(5) } : undefined;
  },
};
