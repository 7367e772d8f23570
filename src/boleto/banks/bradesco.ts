import { MAX_AMOUNT } from '../barcode.js';
import { modulus11Remainder } from '../check-digits.js';
import { type Digits, fixedDigits } from '../digits.js';
import type { Bank } from './bank.js';

/** Agency and account without their check digits: neither is in the barcode. */
export type BradescoFields = {
  /** Up to 4 digits. */
  readonly agency: Digits;
  /** Up to 7 digits. */
  readonly account: Digits;
  /** Carteira, up to 2 digits: 09 and 26 are registered at the bank, 25 is the internet's. */
  readonly wallet: Digits;
  /** Nosso número, up to 11 digits. */
  readonly titleId: Digits;
};

const widths = { agency: 4, account: 7, wallet: 2, titleId: 11 } as const;

/**
 * Bradesco, 237.
 *
 * Campo livre: agency 4, carteira 2, nosso número 11, account 7, a zero. Check digit of the nosso número: modulus 11
 * with weights 2 to 7 over carteira and nosso número; remainder 0 gives 0, remainder 1 gives P.
 * Source: Bradesco, manual "Cobrança" 4008-524-0121 (layout de arquivo, campo livre and nosso número).
 */
export const bradesco: Bank<BradescoFields> = {
  code: '237',
  name: 'Bradesco',
  widths,
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const { agency, account, wallet, titleId } = padded(fields);
    const checkDigit = titleIdCheckDigit(wallet + titleId);
    return {
      freeField: `${agency}${wallet}${titleId}${account}0`,
      titleId: { number: titleId, checkDigit, formatted: `${wallet}/${titleId}-${checkDigit}` },
    };
  },

  readFreeField(freeField) {
    if (freeField[24] !== '0') return undefined;
    return {
      agency: freeField.slice(0, 4),
      wallet: freeField.slice(4, 6),
      titleId: freeField.slice(6, 17),
      account: freeField.slice(17, 24),
    };
  },
};

function titleIdCheckDigit(walletAndTitleId: string): string {
  const remainder = modulus11Remainder(walletAndTitleId, 7);
  if (remainder === 0) return '0';
  return remainder === 1 ? 'P' : String(11 - remainder);
}

function padded(fields: BradescoFields) {
  return {
    agency: fixedDigits('agency', fields.agency, widths.agency),
    account: fixedDigits('account', fields.account, widths.account),
    wallet: fixedDigits('wallet', fields.wallet, widths.wallet),
    titleId: fixedDigits('titleId', fields.titleId, widths.titleId),
  };
}
