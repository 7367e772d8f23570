import { modulus11 } from '../check-digits.js';
import type { Digits } from '../digits.js';
import type { Bank, PrintAccount } from './bank.js';
import { type Layout, padFields, titleIdOf } from './fields.js';
import { holderNumber, withCheckDigit } from './printing.js';

/** The fields of Ailos. */
export type AilosFields = {
  /** Convênio, up to 6 digits. */
  readonly agreement: Digits;
  /** Conta, up to 8 digits, the last of which is its check digit. */
  readonly account: Digits;
  /** Number of the boleto, up to 9 digits. The nosso número is account and number. */
  readonly titleId: Digits;
  /** Carteira, up to 2 digits: 01. */
  readonly wallet: Digits;
};

const widths = { agreement: 6, account: 8, titleId: 9, wallet: 2 } as const;

/**
 * Ailos (until 2018 Cecred), 085.
 *
 * Campo livre: convênio 6, account 8, number 9, carteira 2. The nosso número is account and number; it has no check digit of
 * its own.
 *
 * Source: Ailos, "Manual Técnico de Cobrança Bancária – 240 posições", as laravel-boleto quotes it.
 */
export const ailos: Bank<AilosFields> = {
  code: '085',
  name: 'Ailos',

  encode(fields) {
    const { agreement, account, titleId, wallet } = padFields(widths, fields);
    const number = account + titleId;
    return { freeField: agreement + number + wallet, titleId: titleIdOf(number, null) };
  },
};

/** The campo livre that `ailos` describes. Every campo livre fits it, since no digit checks another. */
export const ailosLayout: Layout = [['agreement', 6, 'account', 8, 'titleId', 9, 'wallet', 2], /^/];

/**
 * Prints agency-digit/account-digit, and the carteira. The barcode has no agency. Its digit, if it is not given, is computed
 * by modulus 11.
 *
 * Source: as brcobranca prints it.
 */
export const printAilos: PrintAccount = (fields, account) => {
  const { account: number = '' } = fields;
  const agency = holderNumber('agency', 4, fields, account);
  const agencyCode = withCheckDigit(agency, 'agencyDigit', account, modulus11(agency));
  return `${agencyCode}/${number.slice(0, 7)}-${number.slice(7)}`;
};
