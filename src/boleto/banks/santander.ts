import { MAX_AMOUNT } from '../barcode.js';
import { modulus11, modulus11Remainder } from '../check-digits.js';
import { type Digits, fixedDigits, oneOf } from '../digits.js';
import { wrongCheckDigit } from '../errors.js';
import type { Bank } from './bank.js';

export type SantanderFields = {
  /** Código do beneficiário (PSK), up to 7 digits. */
  readonly beneficiary: Digits;
  /** Nosso número without its check digit, up to 12 digits. */
  readonly titleId: Digits;
  /** Carteira: 101 is registered, 102 is not, 201 is penhor. */
  readonly wallet: '101' | '102' | '201';
  /** IOF, one digit: 0, the default, for all but insurers. */
  readonly iof?: Digits;
};

const widths = { beneficiary: 7, titleId: 12, wallet: 3, iof: 1 } as const;
const wallets = ['101', '102', '201'];

/**
 * Santander, 033.
 *
 * Campo livre: 9, beneficiary 7, nosso número 12, its check digit, IOF 1, carteira 3. The check digit is modulus 11 with
 * weights 2 to 9, 0 where that has two digits. For remainder 1 the manual's text can be read as check digit 1 as well
 * ("resto 10"); 0 is written here and both are read.
 * Source: Santander's manual of January 2017: campo livre, cálculo do dígito do nosso número and its worked example.
 */
export const santander: Bank<SantanderFields> = {
  code: '033',
  name: 'Santander',
  widths,
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const beneficiary = fixedDigits('beneficiary', fields.beneficiary, widths.beneficiary);
    const number = fixedDigits('titleId', fields.titleId, widths.titleId);
    const wallet = oneOf('wallet', fields.wallet, wallets);
    const iof = fixedDigits('iof', fields.iof ?? 0, widths.iof);
    const checkDigit = modulus11(number);
    return {
      freeField: `9${beneficiary}${number}${checkDigit}${iof}${wallet}`,
      titleId: { number, checkDigit, formatted: `${number}-${checkDigit}` },
    };
  },

  readFreeField(freeField) {
    const wallet = freeField.slice(22);
    if (freeField[0] !== '9' || !wallets.includes(wallet)) return undefined;
    const titleId = freeField.slice(8, 20);
    const digit = freeField[20];
    const expected = modulus11(titleId);
    const otherReading = digit === '1' && modulus11Remainder(titleId) === 1;
    if (digit !== expected && !otherReading) throw wrongCheckDigit('the nosso número', expected);
    return { beneficiary: freeField.slice(1, 8), titleId, iof: freeField.slice(21, 22), wallet };
  },
};
