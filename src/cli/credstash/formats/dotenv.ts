import { addOnce, byName, type Entries } from './entries.js';
import { NotRepresentable, Unreadable } from './errors.js';
import { Scanner } from './scanner.js';
import { NUL_IN_VARIABLE } from './variables.js';

/**
 * Writes `NAME='value'` lines for the `dotenv` package of Node. Its quotes have no escape for themselves, so each value
 * gets the first kind of quotes that keeps it unaltered. A few values have none.
 *
 * @param entries values by variable name: see `variables`
 * @throws {UsageError} NOT_REPRESENTABLE
 */
export function encodeDotenv(entries: Entries): string {
  return byName(entries)
    .map(([name, value]) => `${name}=${quote(name, value)}\n`)
    .join('');
}

function quote(name: string, value: string): string {
  if (value.includes('\0')) throw new NotRepresentable(name, NUL_IN_VARIABLE);
  // dotenv takes a backslash before the closing quote for an escaped quote, and looks for a later one.
  const closes = !value.endsWith('\\');
  const asIs = closes && !value.includes('\r');
  if (asIs && !value.includes("'")) return `'${value}'`;
  if (asIs && !value.includes('`')) return `\`${value}\``;
  // Between double quotes, dotenv turns \n and \r into line ends, and unescapes nothing else.
  if (closes && !/"|\\[nr]/.test(value)) return `"${value.replaceAll('\r', '\\r')}"`;
  if (/^[^\s#'"`][^\r\n\u2028\u2029#]*$/.test(value) && value.trim() === value) return value;
  throw new NotRepresentable(
    name,
    'dotenv has no quotes for this value (it has several kinds of quotes or a carriage return in it, or a backslash at its end).',
  );
}

const NAME = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*/y;
const REST_OF_LINE = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const BLANK = /\s*(?:#[^\n]*(?:\n|$)|\n|$)/y;
const QUOTED = /'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|`((?:\\`|[^`])*)`/y;
const UNQUOTED = /[^#\n]*/y;

/**
 * Reads the format by the rules of `dotenv`. A line that `dotenv` would skip or guess at is an error with its number.
 *
 * @throws {UsageError} FORMAT_UNREADABLE
 */
export function decodeDotenv(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  const scanner = new Scanner(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  while (!scanner.isAtEnd) {
    if (scanner.take(BLANK)) continue;
    const start = scanner.offset;
    const name = scanner.take(NAME)?.[1];
    const quoted = scanner.take(QUOTED);
    const value = quoted ? unquote(quoted) : scanner.take(UNQUOTED)?.[0].trim();
    if (name === undefined || value === undefined || !scanner.take(REST_OF_LINE)) {
      throw new Unreadable('dotenv', `line ${scanner.lineAt(start)} is not NAME=value.`);
    }
    addOnce(entries, name, value, 'dotenv');
  }
  return entries;
}

function unquote([, single, double, backtick]: RegExpExecArray): string {
  return double?.replaceAll('\\n', '\n').replaceAll('\\r', '\r') ?? single ?? backtick ?? '';
}
