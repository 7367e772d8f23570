import { modulus11 } from '../check-digits.js';
import { type Digits, oneOf } from '../digits.js';
import type { Bank, PrintAccount } from './bank.js';
import { FREE_FIELD, type Layout, padFields, TITLE_ID, titleIdOf } from './fields.js';

/** The fields of Sicredi. */
export type SicrediFields = {
  /** Cooperativa, up to 4 digits. */
  readonly agency: Digits;
  /** Posto, up to 2 digits. */
  readonly post: Digits;
  /** Código do beneficiário, up to 5 digits. */
  readonly beneficiary: Digits;
  /** Last two digits of the year in which the nosso número was given: the first part of the nosso número. */
  readonly year: Digits;
  /** Byte: 1 if the cooperativa gave the nosso número, 2 to 9 if the beneficiary did. */
  readonly byte: Digits;
  /** Number within the year and the byte, up to 5 digits. */
  readonly titleId: Digits;
  /** Tipo de cobrança: 1 is registered, 3 is not. Default: 1. */
  readonly registration?: Digits;
  /** Carteira, one digit. Default: 1, simples. */
  readonly wallet?: Digits;
  /** The amount of the boleto in cents. The campo livre shows whether there is one. */
  readonly amount?: number;
  /** 1 if the boleto has an amount, else 0. Default: by `amount`. */
  readonly hasAmount?: Digits;
};

const title = { year: 2, byte: 1, titleId: 5 } as const;
const holder = { agency: 4, post: 2, beneficiary: 5 } as const;

/**
 * Sicredi, 748.
 *
 * Campo livre: tipo de cobrança 1, carteira 1, nosso número 8, its check digit, cooperativa 4, posto 2, beneficiary 5, 1 if
 * there is an amount, 0, check digit of these 24. The nosso número is year 2, byte 1, number 5. Its check digit is over
 * cooperativa, posto, beneficiary and nosso número. Both are modulus 11 with weights 2 to 9, and 0 if that has two digits.
 *
 * Source: Sicredi, manual de cobrança CNAB 400 (May 2016 and August 2019): nosso número and código de barras, as
 * brcobranca and laravel-boleto quote it. The worked examples are from brcobranca, BoletoNetCore and a line of the bank.
 */
export const sicredi: Bank<SicrediFields> = {
  code: '748',
  name: 'Sicredi',

  encode(fields) {
    const { agency, post, beneficiary } = padFields(holder, fields);
    const { year, byte, titleId } = padFields(title, fields);
    oneOf('byte', byte, ['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const registration = oneOf('registration', fields.registration ?? 1, ['1', '3']);
    const { wallet } = padFields({ wallet: 1 }, { wallet: fields.wallet ?? 1 });
    const hasAmount = oneOf('hasAmount', fields.hasAmount ?? (fields.amount === 0 ? 0 : 1), ['1', '0']);
    const account = agency + post + beneficiary;
    const number = year + byte + titleId;
    const checkDigit = modulus11(account + number);
    const checked = `${registration}${wallet}${number}${checkDigit}${account}${hasAmount}0`;
    return {
      freeField: checked + modulus11(checked),
      titleId: { ...titleIdOf(byte + titleId, checkDigit, `${year}/`), number },
    };
  },
};

/** The campo livre that `sicredi` describes. */
export const sicrediLayout: Layout = [
  [
    'registration',
    1,
    'wallet',
    1,
    'year',
    2,
    'byte',
    1,
    'titleId',
    5,
    '',
    1,
    'agency',
    4,
    'post',
    2,
    'beneficiary',
    5,
    'hasAmount',
    1,
  ],
  /^[13]...[1-9].{17}[01]0/,
  [FREE_FIELD, 24, modulus11, 0, 24],
  [TITLE_ID, 10, modulus11, 11, 22, 2, 10],
];

/**
 * Prints cooperativa.posto.beneficiary, and the carteira.
 *
 * Source: as brcobranca and laravel-boleto print it.
 */
export const printSicredi: PrintAccount = (fields) => `${fields.agency}.${fields.post}.${fields.beneficiary}`;
