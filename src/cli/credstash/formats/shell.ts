import { addOnce, byName, type Entries } from './entries.js';
import { NotRepresentable, Unreadable } from './errors.js';

/**
 * `export NAME='value'` lines for `eval` in any POSIX shell. Between single quotes a shell changes nothing.
 *
 * @param entries values by variable name: see `variableNames`
 * @throws {UsageError} NOT_REPRESENTABLE: NUL
 * @example encodeShell(new Map([['TOKEN', "it's"]])) // "export TOKEN='it'\\''s'\n"
 */
export function encodeShell(entries: Entries): string {
  return byName(entries)
    .map(([name, value]) => {
      if (value.includes('\0'))
        throw new NotRepresentable(name, 'an environment variable cannot carry a NUL.');
      return `export ${name}='${value.replaceAll("'", "'\\''")}'\n`;
    })
    .join('');
}

const ASSIGNMENT = /(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=/y;
const BETWEEN = /(?:[ \t\n;]|#[^\n]*)+/y;
/** One piece of a word: single-quoted, double-quoted, escaped, or plain. None of them runs or looks up anything. */
const PIECE =
  /'([^']*)'|"((?:[^"\\$`]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$`;&|<>()*?[~#{}!]+|(?<=[^\s;])[#{}!~]+)/y;

/**
 * Reads assignments, each with or without `export`. Nothing is run: `$`, backticks and everything else that a shell
 * would work out is an error with the line.
 *
 * @throws {UsageError} FORMAT_UNREADABLE
 */
export function decodeShell(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  take(BETWEEN);
  while (at < text.length) {
    const start = at;
    const name = take(ASSIGNMENT)?.[1];
    let value = '';
    for (let piece = take(PIECE); piece; piece = take(PIECE)) value += plain(piece);
    if (name === undefined || (at < text.length && !take(BETWEEN))) throw unreadable(text, start);
    addOnce(entries, name, value, 'shell');
  }
  return entries;
}

function plain([, single, double, escaped, bare]: RegExpExecArray): string {
  if (double !== undefined) {
    return double.replace(/\\([\s\S])/g, (both, after) => (after === '\n' ? '' : unescaped(both, after)));
  }
  return single ?? (escaped === '\n' ? '' : escaped) ?? bare ?? '';
}

/** Between double quotes a backslash stands for itself, except before these. */
function unescaped(both: string, after: string): string {
  return '$`"\\'.includes(after) ? after : both;
}

function unreadable(text: string, offset: number): Unreadable {
  const line = text.slice(0, offset).split('\n').length;
  return new Unreadable(
    'shell',
    `line ${line} is more than NAME=value in quotes; sbw runs and expands nothing.`,
  );
}
