import { modulus11Digit } from '../check-digits.js';
import type { Digits } from '../digits.js';
import { refuse } from '../errors.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { type Layout, padFields, readLayout, TITLE_ID, titleIdOf } from './fields.js';

/** The fields of Sicoob. */
export type SicoobFields = {
  /** Cooperativa, up to 4 digits. */
  readonly agency: Digits;
  /** Código do beneficiário with its check digit, up to 7 digits. */
  readonly beneficiary: Digits;
  /** Nosso número, up to 7 digits, without its check digit. */
  readonly titleId: Digits;
  /** Carteira, one digit except 9. Default: 1, simples. */
  readonly wallet?: Digits;
  /** Modalidade, up to 2 digits. Default: 01, registered. */
  readonly modality?: Digits;
  /** Parcela, up to 3 digits. Default: 001. */
  readonly installment?: Digits;
};

const widths = { wallet: 1, agency: 4, modality: 2, beneficiary: 7, titleId: 7, installment: 3 } as const;
const CONTRACT_MARK = '9';
/** 3, 1, 9, 7 from the left, for cooperativa 4, beneficiary 10 without its first three digits, nosso número 7. */
const WEIGHTS = '319773197319731973';

/**
 * Sicoob, 756.
 *
 * Campo livre: carteira 1, cooperativa 4, modalidade 2, beneficiary 7, nosso número 7, its check digit, parcela 3. The check
 * digit is over cooperativa 4, beneficiary 10 and nosso número 7, with the weights 3, 1, 9, 7 from the left: 11 minus the
 * remainder of the sum by 11, or 0 if that has two digits.
 *
 * A beneficiary of 8 digits has another layout since 2025, which `parse` reads and `encode` does not write, because
 * its check digit is not known: 9, cooperativa 4, contrato 9, nosso número 8 with its check digit, modalidade 3.
 *
 * Source: Sicoob, "Layouts para troca de informações" (February 2017), as laravel-boleto and BoletoNetCore quote it. The
 * layout of 2025 is what the bank told a user of BoletoNetCore (issue 377), with one example.
 */
export const sicoob: Bank<SicoobFields> = {
  code: '756',
  name: 'Sicoob',

  encode(fields) {
    const { wallet = 1, modality: kind = 1, installment: part = 1 } = fields;
    const padded = padFields(widths, { ...fields, wallet, modality: kind, installment: part });
    const { agency, modality, beneficiary, titleId, installment } = padded;
    if (padded.wallet === CONTRACT_MARK) {
      const message = 'wallet 9 marks the layout with a contrato, which cannot be issued';
      refuse('NOT_ALLOWED', 'wallet', message, CONTRACT_MARK);
    }
    const checkDigit = checkDigit3197(agency + beneficiary + titleId);
    return {
      freeField: padded.wallet + agency + modality + beneficiary + titleId + checkDigit + installment,
      titleId: titleIdOf(titleId, checkDigit),
    };
  },
};

const layout: Layout = [
  ['wallet', 1, 'agency', 4, 'modality', 2, 'beneficiary', 7, 'titleId', 7, '', 1, 'installment', 3],
  /^/,
  [TITLE_ID, 21, checkDigit3197, 1, 5, 7, 21],
];
const contractLayout: Layout = [['', 1, 'agency', 4, 'contract', 9, 'titleId', 8, 'modality', 3], /^9/];

/** Reads both layouts that `sicoob` describes. */
export function readSicoob(freeField: string): FreeFieldReading {
  return readLayout(freeField, freeField[0] === CONTRACT_MARK ? contractLayout : layout);
}

/** Returns the check digit of cooperativa 4, beneficiary 7, which counts as one of 10, and nosso número 7. */
function checkDigit3197(digits: string): string {
  let sum = 0;
  let index = 0;
  for (const digit of digits) sum += Number(digit) * Number(WEIGHTS[index++]);
  return modulus11Digit(sum % 11);
}

/**
 * Prints cooperativa/beneficiary-digit, and the carteira. With a contrato it prints that instead of the beneficiary, which
 * the barcode does not have then, unless `account.account` and `account.accountDigit` name the beneficiary.
 *
 * Source: as BoletoNetCore prints it.
 */
export const printSicoob: PrintAccount = (fields, account) => {
  const code = fields.beneficiary ?? `${account.account ?? fields.contract}${account.accountDigit ?? ''}`;
  const short = code.replace(/^0+(?=..)/, '');
  const printed =
    fields.beneficiary || account.accountDigit ? `${short.slice(0, -1)}-${short.slice(-1)}` : short;
  return `${fields.agency}/${printed}`;
};
