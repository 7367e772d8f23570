import { addOnce, byName, type Entries } from './entries.js';
import { NotRepresentable, Unreadable } from './errors.js';

/**
 * `NAME='value'` lines for the `dotenv` package of Node. Its quotes know no escape for themselves, so that each value
 * takes the first kind of quotes that brings it through; few values have none.
 *
 * @param entries values by variable name: see `variableNames`
 * @throws {UsageError} NOT_REPRESENTABLE
 */
export function encodeDotenv(entries: Entries): string {
  return byName(entries)
    .map(([name, value]) => `${name}=${quote(name, value)}\n`)
    .join('');
}

function quote(name: string, value: string): string {
  if (value.includes('\0')) throw new NotRepresentable(name, 'an environment variable cannot carry a NUL.');
  // A backslash before the closing quote would make the reader look for a later one.
  const closes = !value.endsWith('\\');
  const asIs = closes && !value.includes('\r');
  if (asIs && !value.includes("'")) return `'${value}'`;
  if (asIs && !value.includes('`')) return `\`${value}\``;
  // Between these, dotenv makes line ends of \n and \r, and undoes nothing else.
  if (closes && !/"|\\[nr]/.test(value)) return `"${value.replaceAll('\r', '\\r')}"`;
  if (/^[^\s#'"`][^\r\n\u2028\u2029#]*$/.test(value) && value.trim() === value) return value;
  throw new NotRepresentable(
    name,
    'dotenv has no quotes for this value (it has several kinds of quotes or a carriage return in it, or a backslash at its end).',
  );
}

const LINE = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*/y;
const REST = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const BLANK = /\s*(?:#[^\n]*(?:\n|$)|\n|$)/y;
const QUOTED = /'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|`((?:\\`|[^`])*)`/y;
const UNQUOTED = /[^#\n]*/y;

/**
 * Reads what `dotenv` reads, by its rules; what it would skip or guess at is an error with the line.
 *
 * @throws {UsageError} FORMAT_UNREADABLE
 */
export function decodeDotenv(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < source.length) {
    if (take(BLANK)) continue;
    const start = at;
    const name = take(LINE)?.[1];
    const quoted = take(QUOTED);
    const value = quoted ? unquote(quoted) : take(UNQUOTED)?.[0].trim();
    if (name === undefined || value === undefined || !take(REST)) {
      throw new Unreadable('dotenv', `line ${lineOf(source, start)} is not NAME=value.`);
    }
    addOnce(entries, name, value, 'dotenv');
  }
  return entries;
}

function unquote([, single, double, backtick]: RegExpExecArray): string {
  return double?.replaceAll('\\n', '\n').replaceAll('\\r', '\r') ?? single ?? backtick ?? '';
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
