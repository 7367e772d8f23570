import { modulus11 } from '../check-digits.js';
import type { Digits } from '../digits.js';
import { refuse } from '../errors.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { type CheckDigit, FREE_FIELD, type Layout, padFields, readLayout, titleIdOf } from './fields.js';
import { holderNumber, withCheckDigit } from './printing.js';

/** The fields of Caixa. */
export type CaixaFields = {
  /** Código do beneficiário without its check digit: up to 6 digits, or 7 from 1100000 on, which have no check digit. */
  readonly beneficiary: Digits;
  /** Nosso número without its first two digits, up to 15 digits. Those two say how it is registered and who issues it. */
  readonly titleId: Digits;
  /** False for cobrança sem registro, whose nosso número begins with 2 and not 1. Default: true. */
  readonly registered?: boolean;
};

const widths = { beneficiary: 7, titleId: 15 } as const;
const LAST_OF_SIX_DIGITS = 999_999;
const FIRST_OF_SEVEN_DIGITS = 1_100_000;
const ISSUED_BY_BENEFICIARY = '4';

/**
 * Caixa Econômica Federal, 104: SIGCB.
 *
 * Campo livre: beneficiary 7, digits 3 to 5 of the nosso número, its digit 1, its digits 6 to 8, its digit 2, its digits
 * 9 to 17, check digit of these 24. The check digits of beneficiary, nosso número and campo livre are modulus 11 with
 * weights 2 to 9, and 0 if that has two digits. The largest amount is R$ 9,999,999.99.
 *
 * Source: Caixa, manual 67.119 v010 (2020): campo livre, nosso número, código do beneficiário and the worked example.
 */
export const caixa: Bank<CaixaFields> = {
  code: '104',
  name: 'Caixa Econômica Federal',
  maxAmount: 999_999_999,

  encode(fields) {
    const { beneficiary: code, titleId: sequence } = padFields(widths, fields);
    const beneficiary = beneficiaryInBarcode(code);
    const modality = fields.registered === false ? '2' : '1';
    const number = modality + ISSUED_BY_BENEFICIARY + sequence;
    const start = `${beneficiary}${sequence.slice(0, 3)}${modality}${sequence.slice(3, 6)}`;
    const checked = start + ISSUED_BY_BENEFICIARY + sequence.slice(6);
    return {
      freeField: checked + modulus11(checked),
      titleId: titleIdOf(number, modulus11(number)),
    };
  },
};

const layout: Layout = [[], /^.{10}[12]...4/, [FREE_FIELD, 24, modulus11, 0, 24]];
const ofBeneficiary: CheckDigit = ['código do beneficiário', 6, modulus11, 0, 6];

/** Reads the campo livre that `caixa` describes. */
export function readCaixa(freeField: string): FreeFieldReading {
  // Seven digits from 1100000 on may be with or without a check digit; `encode` accepts them as they are.
  const isWhole = Number(freeField.slice(0, 7)) >= FIRST_OF_SEVEN_DIGITS;
  return readLayout(freeField, isWhole ? layout : [...layout, ofBeneficiary], {
    beneficiary: freeField.slice(0, isWhole ? 7 : 6),
    titleId: freeField.slice(7, 10) + freeField.slice(11, 14) + freeField.slice(15, 24),
    modality: freeField.charAt(10) + ISSUED_BY_BENEFICIARY,
  });
}

function beneficiaryInBarcode(digits: string): string {
  const code = Number(digits);
  if (code <= LAST_OF_SIX_DIGITS) return digits.slice(1) + modulus11(digits.slice(1));
  if (code >= FIRST_OF_SEVEN_DIGITS) return digits;
  const message = `beneficiary must be ${LAST_OF_SIX_DIGITS} or less, or ${FIRST_OF_SEVEN_DIGITS} or more`;
  refuse('OUT_OF_RANGE', 'beneficiary', message, FIRST_OF_SEVEN_DIGITS);
}

/**
 * Prints agency/beneficiary-digit, and RG (registrada) or SR (sem registro) as carteira.
 *
 * From 1100000 on, the barcode does not show whether the last of seven digits is the check digit of six. If it fits, it is
 * printed as one, unless `account.account` has seven digits.
 *
 * Source: Caixa, manual 67.119 v010 (2020): preenchimento do boleto.
 */
export const printCaixa: PrintAccount = (fields, account) => {
  const agency = holderNumber('agency', 4, fields, account);
  const beneficiary = fields.beneficiary ?? '';
  const six = beneficiary.slice(0, 6);
  const given = String(account.account ?? six).replace(/^0+/, '');
  const hasCheckDigit =
    beneficiary.length === 6 || (beneficiary === six + modulus11(six) && given.length < 7);
  const code = hasCheckDigit
    ? `${six}-${modulus11(six)}`
    : withCheckDigit(beneficiary, 'accountDigit', account);
  return { agencyAndCode: `${agency}/${code}`, wallet: fields.modality?.startsWith('2') ? 'SR' : 'RG' };
};
