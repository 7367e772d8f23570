import {
  type BankCode,
  BoletoError,
  dueDateFactor,
  formatDigitableLine,
  type ParsedBoleto,
  parseBoleto,
} from '../../boleto/index.js';
import type { Boleto } from '../boletos/boleto.js';
import { codesOf } from '../issuers/codes.js';
import { ISSUERS } from '../issuers/issuers.js';

/** The codes that a bank printed on its title. */
export interface PrintedCodes {
  /** 44 digits. */
  readonly barcode: string;
  /** With dots and spaces. */
  readonly digitableLine: string;
}

export interface ReadCodes {
  /** Undefined if something differs. */
  readonly codes: PrintedCodes | undefined;
  /** Names of the values that are not the boleto's, never the values. */
  readonly differs: readonly string[];
}

/** Where the campo livre has check digits, by bank. A bank may compute them by another rule than its manual states. */
const CHECK_DIGITS: { readonly [Code in BankCode]?: readonly number[] } = {
  '033': [20],
  '104': [24],
  '341': [11, 21],
};
const SANTANDER = '033';

/**
 * Reads the digitable line that a bank answered, and compares it with the boleto: bank, amount, due date and, in the
 * campo livre, beneficiary and nosso número. The barcode must match the line, unless it is no barcode at all: some
 * gateways count the due date factor on past 9999 and write 45 digits, while the line is the bank's own.
 */
export function readPrintedCodes(boleto: Boleto, digitableLine: string, barcode: unknown): ReadCodes {
  const line = findParsed(digitableLine, boleto.expiration_date);
  if (!line) return { codes: undefined, differs: ['digitable line'] };
  const bar = typeof barcode === 'string' ? findParsed(barcode, boleto.expiration_date) : undefined;
  const differs = [
    ...(line.bank === ISSUERS[boleto.issuer].bank ? [] : ['bank']),
    ...(line.amount === boleto.amount ? [] : ['amount']),
    ...(line.dueDateFactor === dueDateFactor(boleto.expiration_date) ? [] : ['due date']),
    ...(isOurs(boleto, line.freeField) ? [] : ['beneficiary or nosso número']),
    ...(bar === undefined || bar.barcode === line.barcode ? [] : ['barcode']),
  ];
  if (differs.length > 0) return { codes: undefined, differs };
  const codes = { barcode: line.barcode, digitableLine: formatDigitableLine(line.digitableLine) };
  return { codes, differs };
}

/**
 * Returns whether a campo livre has the digits that we would write for the boleto, check digits aside. A bank that numbers
 * its titles itself (Stone) may write any.
 */
function isOurs(boleto: Boleto, freeField: string): boolean {
  const { bank } = ISSUERS[boleto.issuer];
  const own = codesOf(boleto, boleto.title_id)?.barcode.slice(-freeField.length);
  if (own === undefined) return true;
  if (bank === SANTANDER && freeField === santanderFreeField(own, boleto.title_id)) return true;
  return [...own].every((digit, index) => digit === freeField[index] || CHECK_DIGITS[bank]?.includes(index));
}

/** Returns a campo livre of Santander with a nosso número of 13 positions in place of 12 and a check digit. */
function santanderFreeField(own: string, titleId: number): string {
  return own.slice(0, 8) + String(titleId).padStart(13, '0') + own.slice(21);
}

/** Returns undefined for a text that is not a boleto's code. */
function findParsed(text: string, referenceDate: string): ParsedBoleto | undefined {
  try {
    return parseBoleto(text, { referenceDate });
  } catch (error) {
    if (error instanceof BoletoError) return undefined;
    throw error;
  }
}
