import { MAX_AMOUNT } from '../barcode.js';
import { modulus11Remainder } from '../check-digits.js';
import type { Digits } from '../digits.js';
import type { Bank, FreeFieldReading } from './bank.js';
import { cutFields, padFields, titleIdOf, UNKNOWN_LAYOUT } from './fields.js';

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
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const { agency, account, wallet, titleId } = padFields(widths, fields);
    const checkDigit = titleIdCheckDigit(wallet + titleId);
    return {
      freeField: `${agency}${wallet}${titleId}${account}0`,
      titleId: titleIdOf(titleId, checkDigit, `${wallet}/`),
    };
  },

  readFreeField: readBradesco,
};

/** Reads the campo livre that `bradesco` describes. */
export function readBradesco(freeField: string): FreeFieldReading {
  return freeField[24] === '0' ? { fields: cutFields(widths, freeField) } : UNKNOWN_LAYOUT;
}

function titleIdCheckDigit(walletAndTitleId: string): string {
  const remainder = modulus11Remainder(walletAndTitleId, 7);
  if (remainder === 0) return '0';
  return remainder === 1 ? 'P' : String(11 - remainder);
}
