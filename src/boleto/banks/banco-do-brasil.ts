import { modulus11Remainder } from '../check-digits.js';
import { type Digits, oneOf } from '../digits.js';
import { refuse } from '../errors.js';
import type { Bank, FreeFieldReading, PrintAccount } from './bank.js';
import { type Layout, padFields, readLayout, titleIdOf } from './fields.js';
import { holderNumber, withCheckDigit } from './printing.js';

/** The fields of Banco do Brasil. The number of digits of the convênio determines the layout, except `title-17`. */
export type BancoDoBrasilFields =
  | {
      readonly layout: 'agreement-7';
      /** Convênio, 7 digits: 1000000 or more. */
      readonly agreement: Digits;
      /** The nosso número without the convênio in front, up to 10 digits. */
      readonly titleId: Digits;
      /** Carteira, up to 2 digits. */
      readonly wallet: Digits;
    }
  | {
      readonly layout: 'agreement-6' | 'agreement-4';
      /** Convênio, up to 6 or 4 digits. */
      readonly agreement: Digits;
      /** The nosso número without the convênio in front, up to 5 or 7 digits. */
      readonly titleId: Digits;
      /** Up to 4 digits, without its check digit. */
      readonly agency: Digits;
      /** Up to 8 digits, without its check digit. */
      readonly account: Digits;
      /** Carteira, up to 2 digits, except 21. */
      readonly wallet: Digits;
    }
  | {
      /** For a nosso número of 17 digits, which the unregistered carteiras 16 and 18 had. */
      readonly layout: 'title-17';
      /** Convênio, up to 6 digits. */
      readonly agreement: Digits;
      /** Nosso número, up to 17 digits. */
      readonly titleId: Digits;
      /** Carteira. */
      readonly wallet: '16' | '18';
    };

const layouts = {
  'agreement-7': { agreement: 7, titleId: 10, wallet: 2 },
  'agreement-6': { agreement: 6, titleId: 5, agency: 4, account: 8, wallet: 2 },
  'agreement-4': { agreement: 4, titleId: 7, agency: 4, account: 8, wallet: 2 },
  'title-17': { agreement: 6, titleId: 17 },
} as const;
const ZEROS = '000000';
const TITLE_17_MARK = '21';

/**
 * Banco do Brasil, 001.
 *
 * The campo livre depends on the convênio:
 * - 7 digits: 000000, convênio, number 10, carteira 2. The nosso número is convênio and number, without a check digit.
 * - 6 or 4 digits: convênio, number 5 or 7, agency 4, account 8, carteira 2. The nosso número is convênio and number; its
 *   check digit is modulus 11 with weights 9 to 2 from the right, X for 10.
 * - 6 digits with carteira 16 or 18, unregistered: convênio, nosso número 17, 21.
 *
 * An amount above R$ 99,999,999.99 takes all fourteen digits of factor and amount, so that the barcode has no due date.
 *
 * Source: Banco do Brasil, Doc5175: campo livre by convênio, nosso número and its worked example, valor do documento.
 */
export const bancoDoBrasil: Bank<BancoDoBrasilFields> = {
  code: '001',
  name: 'Banco do Brasil',
  // Thirteen digits: with fourteen, the first four could be taken for a due date factor.
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
};

const agreement7: Layout = [['', 6, 'agreement', 7, 'titleId', 10, 'wallet', 2], /^.{6}[1-9]/];
const title17: Layout = [['agreement', 6, 'titleId', 17], /^/];
const withAccount: Layout = [['titleId', 11, 'agency', 4, 'account', 8, 'wallet', 2], /^/];

/** Reads the campo livre that `bancoDoBrasil` describes. */
export function readBancoDoBrasil(freeField: string): FreeFieldReading {
  // A campo livre does not show whether the convênio has 4 or 6 digits, so the nosso número is returned as a whole.
  const [pattern, name] = freeField.startsWith(ZEROS)
    ? [agreement7, { layout: 'agreement-7' }]
    : freeField.endsWith(TITLE_17_MARK)
      ? [title17, { layout: 'title-17' }]
      : [withAccount, {}];
  return readLayout(freeField, pattern, name);
}

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
    titleId: titleIdOf(number, checkDigitWithX(number)),
  };
}

function verifyAgreement(agreement: string, min: number): void {
  if (Number(agreement) >= min) return;
  refuse('OUT_OF_RANGE', 'agreement', `agreement must be ${min} or more`, min);
}

/** The bank's weights 9 to 2 are 11 minus the usual weights 2 to 9, so its sum is the negative of the usual one. */
function checkDigitWithX(number: string): string {
  const digit = (11 - modulus11Remainder(number)) % 11;
  return digit === 10 ? 'X' : String(digit);
}

/** Refuses the unknown layout of a caller without types. */
function refuseLayout(fields: never): never {
  const { layout } = fields as { layout?: unknown };
  const limit = Object.keys(layouts).join(', ');
  refuse('NOT_ALLOWED', 'layout', `layout ${String(layout)} is none of ${limit}`, limit);
}

/**
 * Prints agency-digit/account-digit, and the carteira. The campo livre of a convênio of 7 digits has neither agency nor
 * account, so that both must be given. A digit that is not given is computed by modulus 11, X for 10.
 *
 * Source: Banco do Brasil, Doc5175: preenchimento do boleto and cálculo do dígito (agency 1584-9, account 00210169-6).
 */
export const printBancoDoBrasil: PrintAccount = (fields, account) => {
  const agency = holderNumber('agency', 4, fields, account);
  const number = holderNumber('account', 8, fields, account);
  const agencyCode = withCheckDigit(agency, 'agencyDigit', account, checkDigitWithX(agency));
  const accountCode = withCheckDigit(number, 'accountDigit', account, checkDigitWithX(number));
  return `${agencyCode}/${accountCode}`;
};
