import { type Digits, fixedDigits } from '../digits.js';
import { refuse } from '../errors.js';
import type { FreeFieldReading, ReadFields, TitleId } from './bank.js';

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

/** What a check digit inside a campo livre checks; `readLayout` puts it into its warning. */
export const TITLE_ID = 'nosso número';
export const FREE_FIELD = 'campo livre';

/**
 * A check digit inside a campo livre: what it checks, its index, the bank's rule, and the digits that the rule is over, as
 * pairs of indices from and to.
 */
export type CheckDigit = readonly [
  what: string,
  index: number,
  rule: (digits: string) => string,
  ...ranges: number[],
];

/**
 * A layout of a campo livre: its fields in their order, each with its number of digits and without a name where it is
 * none; and what its fixed digits are. Groups in the pattern would take twice the time of all of `parse`.
 */
export type Layout = readonly [
  fields: readonly (string | number)[],
  pattern: RegExp,
  ...checkDigits: CheckDigit[],
];

/** The reading of a campo livre whose bank is known and whose layout is not. */
export const UNKNOWN_LAYOUT: FreeFieldReading = {
  fields: undefined,
  warning: 'the campo livre has no known layout of its bank',
};

/**
 * Reads the fields of a campo livre that fits a layout and its check digits; else warns of the first that does not.
 *
 * @param more fields that the pattern alone does not give
 */
export function readLayout(freeField: string, layout: Layout, more?: ReadFields): FreeFieldReading {
  const [parts, pattern] = layout;
  if (!pattern.test(freeField)) return UNKNOWN_LAYOUT;
  for (let place = 2; place < layout.length; place++) {
    const [what, index, rule, ...ranges] = layout[place] as CheckDigit;
    let digits = '';
    for (let at = 0; at < ranges.length; at += 2) digits += freeField.slice(ranges[at], ranges[at + 1]);
    const expected = rule(digits);
    if (!freeField.startsWith(expected, index)) {
      const warning = `the check digit of the ${what}, inside the campo livre, should be ${expected}`;
      return { fields: undefined, warning };
    }
  }
  const fields: Record<string, string> = {};
  let from = 0;
  for (let index = 0; index < parts.length; index += 2) {
    const to = from + Number(parts[index + 1]);
    if (parts[index] !== '') fields[parts[index] as string] = freeField.slice(from, to);
    from = to;
  }
  return { fields: more ? { ...fields, ...more } : fields };
}

/**
 * Returns a nosso número as most banks print it, with a dash before its check digit.
 *
 * @param before what the bank prints in front of it, such as the carteira and a slash
 */
export function titleIdOf(number: string, checkDigit: string | null, before = ''): TitleId {
  return { number, checkDigit, formatted: before + number + (checkDigit === null ? '' : `-${checkDigit}`) };
}
