import { addOnce, byName, type Entries } from './entries.js';
import { NotRepresentable, Unreadable } from './errors.js';
import { Scanner } from './scanner.js';
import { NUL_IN_VARIABLE } from './variables.js';

/**
 * Writes `export NAME='value'` lines for `eval` in any POSIX shell. A shell changes nothing between single quotes.
 *
 * @param entries values by variable name: see `variables`
 * @throws {UsageError} NOT_REPRESENTABLE: a value contains NUL
 * @example encodeShell(new Map([['TOKEN', "it's"]])) // "export TOKEN='it'\\''s'\n"
 */
export function encodeShell(entries: Entries): string {
  return byName(entries)
    .map(([name, value]) => {
      if (value.includes('\0')) throw new NotRepresentable(name, NUL_IN_VARIABLE);
      return `export ${name}='${value.replaceAll("'", "'\\''")}'\n`;
    })
    .join('');
}

const ASSIGNMENT = /(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=/y;
const BETWEEN = /(?:[ \t\n;]|#[^\n]*)+/y;
/** One piece of a word: single-quoted, double-quoted, escaped, or plain. None of them runs or expands anything. */
const PIECE =
  /'([^']*)'|"((?:[^"\\$`]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$`;&|<>()*?[~#{}!]+|(?<=[^\s;])[#{}!~]+)/y;

/**
 * Reads assignments, each with or without `export`. Runs nothing: `$`, backticks and every other expansion is an error
 * with the number of its line.
 *
 * @throws {UsageError} FORMAT_UNREADABLE
 */
export function decodeShell(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  const scanner = new Scanner(text);
  scanner.take(BETWEEN);
  while (!scanner.isAtEnd) {
    const start = scanner.offset;
    const name = scanner.take(ASSIGNMENT)?.[1];
    let value = '';
    for (let piece = scanner.take(PIECE); piece; piece = scanner.take(PIECE)) value += unquote(piece);
    if (name === undefined || (!scanner.isAtEnd && !scanner.take(BETWEEN))) {
      const line = scanner.lineAt(start);
      throw new Unreadable(
        'shell',
        `line ${line} is more than NAME=value in quotes; sbw runs and expands nothing.`,
      );
    }
    addOnce(entries, name, value, 'shell');
  }
  return entries;
}

function unquote([, single, double, escaped, bare]: RegExpExecArray): string {
  if (double !== undefined) {
    return double.replace(/\\([\s\S])/g, (both, after) =>
      after === '\n' ? '' : withoutBackslash(both, after),
    );
  }
  return single ?? (escaped === '\n' ? '' : escaped) ?? bare ?? '';
}

/** Between double quotes a backslash stands for itself, except before these characters. */
function withoutBackslash(both: string, after: string): string {
  return '$`"\\'.includes(after) ? after : both;
}
