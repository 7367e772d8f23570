import { modulus11 } from '../check-digits.js';
import { type Digits, oneOf } from '../digits.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { type Layout, padFields, readLayout, titleIdOf } from './fields.js';
import { holderNumber } from './printing.js';

/** The fields of Santander. */
export type SantanderFields = {
  /** Código do beneficiário (PSK), up to 7 digits. */
  readonly beneficiary: Digits;
  /** Nosso número: up to 12 digits without its check digit, or 13 digits as the bank's web service has it. */
  readonly titleId: Digits;
  /** Carteira: 101 and 104 are registered, 102 is not, 201 is penhor. */
  readonly wallet: '101' | '102' | '104' | '201';
  /** IOF, one digit: 0 for all but insurers. Default: 0. */
  readonly iof?: Digits;
};

const beforeCheckDigit = { beneficiary: 7, titleId: 12 } as const;
const withoutCheckDigit = { beneficiary: 7, titleId: 13 } as const;
const afterTitleId = { iof: 1, wallet: 3 } as const;
const wallets: readonly [string, ...string[]] = ['101', '102', '104', '201'];

/**
 * Santander, 033.
 *
 * Campo livre: 9, beneficiary 7, nosso número 12, its check digit, IOF 1, carteira 3. The check digit is modulus 11 with
 * weights 2 to 9, and 0 if that has two digits. The bank's web service and its own slips have a nosso número of 13
 * positions there instead, without a check digit. `encode` writes a nosso número of 13 digits as it is. `parse`
 * returns 12 digits where the last position is their check digit, else 13. So `encode` makes the same campo livre again.
 *
 * Source: Santander's manual of January 2017: campo livre, cálculo do dígito do nosso número and its worked example.
 * 13 positions: what users of boleto.js (issue 12), python-boleto (33) and BoletoNetCore (408) received from the bank.
 * Carteira 104: laravel-boleto (issue 652) and openboleto (165).
 */
export const santander: Bank<SantanderFields> = {
  code: '033',
  name: 'Santander',

  encode(fields) {
    const hasCheckDigit = String(fields.titleId).length <= beforeCheckDigit.titleId;
    const widths = hasCheckDigit ? beforeCheckDigit : withoutCheckDigit;
    const { beneficiary, titleId } = padFields(widths, fields);
    const { iof, wallet } = padFields(afterTitleId, { ...fields, iof: fields.iof ?? 0 });
    oneOf('wallet', wallet, wallets);
    const checkDigit = hasCheckDigit ? modulus11(titleId) : null;
    return {
      freeField: `9${beneficiary}${titleId}${checkDigit ?? ''}${iof}${wallet}`,
      titleId: titleIdOf(titleId, checkDigit),
    };
  },
};

const layout: Layout = [
  ['', 1, 'beneficiary', 7, 'titleId', 13, 'iof', 1, 'wallet', 3],
  /^9.{21}(?:10[124]|201)/,
];

/** Reads the campo livre that `santander` describes. */
export function readSantander(freeField: string): FreeFieldReading {
  const titleId = freeField.slice(8, 20);
  return readLayout(freeField, layout, freeField[20] === modulus11(titleId) ? { titleId } : {});
}

/**
 * Prints agency/beneficiary, and the carteira.
 *
 * Source: Santander's manual of January 2017: preenchimento do boleto.
 */
export const printSantander: PrintAccount = (fields, account) =>
  `${holderNumber('agency', 4, fields, account)}/${fields.beneficiary}`;
