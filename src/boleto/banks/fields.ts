import { type Digits, fixedDigits } from '../digits.js';
import { refuse } from '../errors.js';
import type { FreeFieldReading, TitleId } from './bank.js';

/** The fields of a campo livre in their order, each with its number of digits. */
export type Widths = Readonly<Record<string, number>>;

type Padded<W extends Widths> = { readonly [Name in keyof W]: string };

/**
 * Returns each field of `widths` with leading zeros.
 *
 * @throws {BoletoError} MISSING, NOT_DIGITS, TOO_LONG. The message of MISSING lists all fields, to show a misspelt one.
 */
export function padFields<W extends Widths>(
  widths: W,
  fields: { readonly [Name in keyof W]?: Digits | undefined },
): Padded<W> {
  const padded: Record<string, string> = {};
  for (const name in widths) {
    const width = widths[name] ?? 0;
    padded[name] = fixedDigits(name, fields[name] ?? refuseMissing(name, widths), width);
  }
  return padded as Padded<W>;
}

function refuseMissing(name: string, widths: Widths): never {
  const message = `${name} is missing; there must be ${Object.keys(widths).join(', ')}`;
  refuse('MISSING', name, message, widths[name]);
}

/** Returns the fields of `widths` that are in `digits` one after another from index `start`. */
export function cutFields<W extends Widths>(widths: W, digits: string, start = 0): Padded<W> {
  const fields: Record<string, string> = {};
  let from = start;
  for (const name in widths) {
    const to = from + (widths[name] ?? 0);
    fields[name] = digits.slice(from, to);
    from = to;
  }
  return fields as Padded<W>;
}

/** The reading of a campo livre whose bank is known and whose layout is not. */
export const UNKNOWN_LAYOUT: FreeFieldReading = {
  fields: undefined,
  warning: 'the campo livre has no known layout of its bank',
};

/**
 * Returns the reading of a campo livre whose check digit does not fit the known layout.
 *
 * @param what the digits that it checks
 * @param expected the right check digit
 */
export function wrongCheckDigit(what: string, expected: string): FreeFieldReading {
  const warning = `the check digit of ${what}, inside the campo livre, should be ${expected}`;
  return { fields: undefined, warning };
}

/**
 * Returns a nosso número as most banks print it, with a dash before its check digit.
 *
 * @param before what the bank prints in front of it, such as the carteira and a slash
 */
export function titleIdOf(number: string, checkDigit: string | null, before = ''): TitleId {
  return { number, checkDigit, formatted: before + number + (checkDigit === null ? '' : `-${checkDigit}`) };
}
