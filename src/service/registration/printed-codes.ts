import {
  BoletoError,
  dueDateFactor,
  formatDigitableLine,
  type ParsedBoleto,
  parseBoleto,
} from '../../boleto/index.js';
import type { Boleto } from '../boletos/boleto.js';
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

/**
 * Reads the digitable line that a bank answered, and compares bank, amount and due date with the boleto. The barcode
 * must match the line, unless it is no barcode at all: some gateways count the due date factor on past 9999 and write
 * 45 digits, while the line is the bank's own.
 */
export function readPrintedCodes(boleto: Boleto, digitableLine: string, barcode: unknown): ReadCodes {
  const line = findParsed(digitableLine, boleto.expiration_date);
  if (!line) return { codes: undefined, differs: ['digitable line'] };
  const bar = typeof barcode === 'string' ? findParsed(barcode, boleto.expiration_date) : undefined;
  const differs = [
    ...(line.bank === ISSUERS[boleto.issuer].bank ? [] : ['bank']),
    ...(line.amount === boleto.amount ? [] : ['amount']),
    ...(line.dueDateFactor === dueDateFactor(boleto.expiration_date) ? [] : ['due date']),
    ...(bar === undefined || bar.barcode === line.barcode ? [] : ['barcode']),
  ];
  if (differs.length > 0) return { codes: undefined, differs };
  const codes = { barcode: line.barcode, digitableLine: formatDigitableLine(line.digitableLine) };
  return { codes, differs };
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
