import { MAX_AMOUNT } from '../barcode.js';
import { modulus11, modulus11Remainder } from '../check-digits.js';
import { type Digits, oneOf } from '../digits.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { cutFields, padFields, titleIdOf, UNKNOWN_LAYOUT, wrongCheckDigit } from './fields.js';
import { holderNumber } from './printing.js';

/** The fields of Santander. */
export type SantanderFields = {
  /** Código do beneficiário (PSK), up to 7 digits. */
  readonly beneficiary: Digits;
  /** Nosso número, up to 12 digits, without its check digit. */
  readonly titleId: Digits;
  /** Carteira: 101 is registered, 102 is not, 201 is penhor. */
  readonly wallet: '101' | '102' | '201';
  /** IOF, one digit: 0 for all but insurers. Default: 0. */
  readonly iof?: Digits;
};

const beforeCheckDigit = { beneficiary: 7, titleId: 12 } as const;
const afterCheckDigit = { iof: 1, wallet: 3 } as const;
const wallets: readonly [string, ...string[]] = ['101', '102', '201'];

/**
 * Santander, 033.
 *
 * Campo livre: 9, beneficiary 7, nosso número 12, its check digit, IOF 1, carteira 3. The check digit is modulus 11 with
 * weights 2 to 9, and 0 if that has two digits. The manual's text ("resto 10") can also mean check digit 1 for remainder 1:
 * `encode` writes 0, and `readFreeField` accepts both.
 *
 * Source: Santander's manual of January 2017: campo livre, cálculo do dígito do nosso número and its worked example.
 */
export const santander: Bank<SantanderFields> = {
  code: '033',
  name: 'Santander',
  maxAmount: MAX_AMOUNT,

  encode(fields) {
    const { beneficiary, titleId: number } = padFields(beforeCheckDigit, fields);
    const { iof, wallet } = padFields(afterCheckDigit, { ...fields, iof: fields.iof ?? 0 });
    oneOf('wallet', wallet, wallets);
    const checkDigit = modulus11(number);
    return {
      freeField: `9${beneficiary}${number}${checkDigit}${iof}${wallet}`,
      titleId: titleIdOf(number, checkDigit),
    };
  },

  readFreeField: readSantander,
};

/** Reads the campo livre that `santander` describes. */
export function readSantander(freeField: string): FreeFieldReading {
  const { beneficiary, titleId } = cutFields(beforeCheckDigit, freeField, 1);
  const { iof, wallet } = cutFields(afterCheckDigit, freeField, 21);
  if (freeField[0] !== '9' || !wallets.includes(wallet)) return UNKNOWN_LAYOUT;
  const digit = freeField[20];
  const expected = modulus11(titleId);
  const otherReading = digit === '1' && modulus11Remainder(titleId) === 1;
  if (digit !== expected && !otherReading) return wrongCheckDigit('the nosso número', expected);
  return { fields: { beneficiary, titleId, iof, wallet } };
}

/**
 * Prints agency/beneficiary, and the carteira.
 *
 * Source: Santander's manual of January 2017: preenchimento do boleto.
 */
export const printSantander: PrintAccount = (fields, account) => ({
  agencyAndCode: `${holderNumber('agency', 4, fields, account)}/${fields.beneficiary}`,
  wallet: fields.wallet ?? '',
});
