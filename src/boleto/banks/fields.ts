import { type Digits, fixedDigits } from '../digits.js';
import { refuse } from '../errors.js';
import type { TitleId } from './bank.js';

/** Fields and their digits, in the order in which a campo livre holds them. */
export type Widths = Readonly<Record<string, number>>;

type Padded<W extends Widths> = { readonly [Name in keyof W]: string };

/**
 * Every field of `widths` in its full width.
 *
 * @throws BoletoError MISSING, NOT_DIGITS or TOO_LONG that names the field. A misspelt name shows as a missing field, so
 * the message of that names them all.
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

/** The fields that `digits` holds from `start` on. */
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

/** A nosso número in the form that most banks print: after the carteira where the bank has it there, before a dash. */
export function titleIdOf(number: string, checkDigit: string | null, before = ''): TitleId {
  return { number, checkDigit, formatted: before + number + (checkDigit === null ? '' : `-${checkDigit}`) };
}
