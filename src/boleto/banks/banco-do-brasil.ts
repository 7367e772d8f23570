import { modulus11Remainder } from '../check-digits.js';
import { type Digits, oneOf } from '../digits.js';
import { refuse } from '../errors.js';
import type { Bank } from './bank.js';
import { cutFields, padFields, titleIdOf } from './fields.js';

/** The convênio's number of digits decides the layout, `title-17` aside. */
export type BancoDoBrasilFields =
  | {
      readonly layout: 'agreement-7';
      /** Convênio, 7 digits: 1000000 or more. */
      readonly agreement: Digits;
      /** What follows the convênio in the nosso número, up to 10 digits. */
      readonly titleId: Digits;
      /** Carteira, up to 2 digits. */
      readonly wallet: Digits;
    }
  | {
      /** `agreement-6`: convênio 6, titleId up to 5 digits. `agreement-4`: convênio 4, titleId up to 7. */
      readonly layout: 'agreement-6' | 'agreement-4';
      readonly agreement: Digits;
      readonly titleId: Digits;
      /** Up to 4 digits, without check digit. */
      readonly agency: Digits;
      /** Up to 8 digits, without check digit. */
      readonly account: Digits;
      readonly wallet: Digits;
    }
  | {
      /** A nosso número of 17 digits with a convênio of 6, which two carteiras (sem registro) had. */
      readonly layout: 'title-17';
      readonly agreement: Digits;
      /** Up to 17 digits. */
      readonly titleId: Digits;
      readonly wallet: '16' | '18';
    };

const account = { agency: 4, account: 8, wallet: 2 } as const;
const layouts = {
  'agreement-7': { agreement: 7, titleId: 10, wallet: 2 },
  'agreement-6': { agreement: 6, titleId: 5, ...account },
  'agreement-4': { agreement: 4, titleId: 7, ...account },
  'title-17': { agreement: 6, titleId: 17 },
} as const;
const ZEROS = '000000';
const TITLE_17_MARK = '21';

/**
 * Banco do Brasil, 001.
 *
 * Campo livre, by convênio. 7 digits: 000000, convênio, number 10, carteira 2; the nosso número is convênio and number,
 * without check digit. 6 or 4 digits: convênio, number 5 or 7, agency 4, account 8, carteira 2; the nosso número is
 * convênio and number, its check digit modulus 11 with weights 9 down to 2 from the right, X for 10. 6 digits with
 * carteira 16 or 18 sem registro: convênio, nosso número 17, 21. An amount above R$ 99,999,999.99 takes the fourteen
 * digits of factor and amount, and the barcode has no due date then.
 * Source: Banco do Brasil, Doc5175: campo livre by convênio, nosso número and its worked example, valor do documento.
 */
export const bancoDoBrasil: Bank<BancoDoBrasilFields> = {
  code: '001',
  name: 'Banco do Brasil',
  // Thirteen digits: a reader knows an amount of fourteen by the zero in front, which no factor has.
  maxAmount: 9_999_999_999_999,

  encode(fields) {
    switch (fields.layout) {
      case 'agreement-7': {
        const { agreement, titleId, wallet } = padFields(layouts['agreement-7'], fields);
        verifyAgreement(agreement, 1_000_000);
        const number = agreement + titleId;
        return {
          freeField: ZEROS + number + wallet,
          titleId: titleIdOf(number, null),
        };
      }
      case 'agreement-6':
      case 'agreement-4':
        return encodeAccount(fields);
      case 'title-17': {
        const { agreement, titleId: number } = padFields(layouts['title-17'], fields);
        verifyAgreement(agreement, 1);
        oneOf('wallet', fields.wallet, ['16', '18']);
        return {
          freeField: agreement + number + TITLE_17_MARK,
          titleId: titleIdOf(number, null),
        };
      }
      default:
        return refuseLayout(fields);
    }
  },

  readFreeField(freeField): Readonly<Record<string, string>> | undefined {
    if (freeField.startsWith(ZEROS)) {
      const fields = cutFields(layouts['agreement-7'], freeField, ZEROS.length);
      return fields.agreement[0] === '0' ? undefined : { layout: 'agreement-7', ...fields };
    }
    if (freeField.endsWith(TITLE_17_MARK)) {
      return { layout: 'title-17', ...cutFields(layouts['title-17'], freeField) };
    }
    // Nothing in the code tells where a convênio of 4 or 6 digits ends: the nosso número is given whole.
    return { titleId: freeField.slice(0, 11), ...cutFields(account, freeField, 11) };
  },
};

function encodeAccount(fields: Extract<BancoDoBrasilFields, { layout: 'agreement-6' | 'agreement-4' }>) {
  const { agreement, titleId, agency, account, wallet } = padFields(layouts[fields.layout], fields);
  verifyAgreement(agreement, 1);
  if (wallet === TITLE_17_MARK) {
    const message = 'wallet 21 marks a nosso número of 17 digits, which is layout title-17';
    refuse('NOT_ALLOWED', 'wallet', message, TITLE_17_MARK);
  }
  const number = agreement + titleId;
  return {
    freeField: number + agency + account + wallet,
    titleId: titleIdOf(number, elevenDigitsCheckDigit(number)),
  };
}

function verifyAgreement(agreement: string, min: number): void {
  if (Number(agreement) >= min) return;
  refuse('OUT_OF_RANGE', 'agreement', `agreement must be ${min} or more`, min);
}

/** Weights 9 to 2 are 11 less the weights 2 to 9, so the bank's sum is modulus 11 of the negative of the usual one. */
function elevenDigitsCheckDigit(number: string): string {
  const digit = (11 - modulus11Remainder(number)) % 11;
  return digit === 10 ? 'X' : String(digit);
}

/** A caller without types may pass any layout, or none. */
function refuseLayout(fields: never): never {
  const { layout } = fields as { layout?: unknown };
  const limit = Object.keys(layouts).join(', ');
  refuse('NOT_ALLOWED', 'layout', `layout ${String(layout)} is none of ${limit}`, limit);
}
