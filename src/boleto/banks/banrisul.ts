import { modulus10, modulus11Remainder } from '../check-digits.js';
import { type Digits, oneOf } from '../digits.js';
import { refuse } from '../errors.js';
import type { Bank, PrintAccount } from './bank.js';
import { FREE_FIELD, type Layout, padFields, titleIdOf } from './fields.js';

/** The fields of Banrisul. */
export type BanrisulFields = {
  /** Up to 4 digits, without its check digits. */
  readonly agency: Digits;
  /** Código do beneficiário, up to 7 digits, without its check digits. */
  readonly beneficiary: Digits;
  /** Nosso número, up to 8 digits, without its check digits. */
  readonly titleId: Digits;
  /** Produto: 1 if the bank prints the slip, 2 if the beneficiary does. Default: 2. */
  readonly product?: Digits;
};

const widths = { agency: 4, beneficiary: 7, titleId: 8 } as const;

/**
 * Banrisul, 041.
 *
 * Campo livre: produto 1, 1, agency 4, beneficiary 7, nosso número 8, 40, two check digits of these 23. The nosso número has
 * two check digits, too. The first is modulus 10. The second is modulus 11 with weights 2 to 7 over the digits and the first
 * one: 0 for remainder 0. For remainder 1 the first one becomes 1 more (9 becomes 0), and the second is computed again.
 *
 * Source: Banrisul, manual of cobrança eletrônica: código de barras and duplo dígito, as brcobranca and BoletoNetCore quote it.
 */
export const banrisul: Bank<BanrisulFields> = {
  code: '041',
  name: 'Banrisul',

  encode(fields) {
    const { agency, beneficiary, titleId } = padFields(widths, fields);
    const product = oneOf('product', fields.product ?? 2, ['1', '2']);
    const checked = `${product}1${agency}${beneficiary}${titleId}40`;
    return {
      freeField: checked + doubleDigit(checked),
      titleId: titleIdOf(titleId, doubleDigit(titleId)),
    };
  },
};

/** The campo livre that `banrisul` describes. */
export const banrisulLayout: Layout = [
  ['product', 1, '', 1, 'agency', 4, 'beneficiary', 7, 'titleId', 8],
  /^[12]1.{19}40/,
  [FREE_FIELD, 23, doubleDigit, 0, 23],
];

/** Returns both check digits. Carries from the second, which may not be 10, to the first. */
function doubleDigit(digits: string, first = modulus10(digits)): string {
  const remainder = modulus11Remainder(digits + first, 7);
  if (remainder === 1) return doubleDigit(digits, String((Number(first) + 1) % 10));
  return `${first}${(11 - remainder) % 11}`;
}

/**
 * Prints agency/beneficiary with its two check digits, such as `1102/900015.0.46`. They are computed like those of the nosso
 * número unless `account.accountDigit` gives them. The barcode has no carteira.
 *
 * Source: as brcobranca prints it.
 */
export const printBanrisul: PrintAccount = (fields, account) => {
  const { agency, beneficiary = '' } = fields;
  const digits = account.accountDigit || doubleDigit(beneficiary);
  if (!/^[0-9]{2}$/.test(digits)) {
    refuse('NOT_ALLOWED', 'account.accountDigit', 'account.accountDigit must be two digits', '00-99');
  }
  return `${agency}/${beneficiary.slice(0, 6)}.${beneficiary.slice(6)}.${digits}`;
};
