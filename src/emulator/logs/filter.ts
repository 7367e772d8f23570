import { parseJsonFilter } from './json-filter.js';

/**
 * Reads a CloudWatch Logs filter pattern and returns its test. A pattern is JSON (`{ $.a = 1 }`) or terms: `a "b c"`
 * requires all of them, `?a ?b` one of them, `-a` excludes one, and `%a+%` is a regular expression. Returns undefined for
 * a pattern of fields (`[a, b]`) and for an invalid one.
 *
 * @example parseFilter('ERROR -timeout')?.('ERROR: no answer') // true
 */
export function parseFilter(pattern: string): ((message: string) => boolean) | undefined {
  if (/^\s*\{/.test(pattern)) return parseJsonFilter(pattern);
  if (/^\s*\[/.test(pattern)) return undefined;
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\S+))/g)].map(readTerm);
  const needed = terms.filter(({ sign }) => sign === '');
  const optional = terms.filter(({ sign }) => sign === '?');
  const excluded = terms.filter(({ sign }) => sign === '-');
  return (message) =>
    needed.every(({ isIn }) => isIn(message)) &&
    (optional.length === 0 || needed.length > 0 || optional.some(({ isIn }) => isIn(message))) &&
    !excluded.some(({ isIn }) => isIn(message));
}

interface Term {
  readonly sign: string;
  readonly isIn: (message: string) => boolean;
}

function readTerm([, sign = '', phrase, expression, word = '']: RegExpExecArray): Term {
  if (expression !== undefined) {
    const regex = new RegExp(expression);
    return { sign, isIn: (message) => regex.test(message) };
  }
  const text = phrase?.replace(/\\(.)/g, '$1') ?? word;
  return { sign, isIn: (message) => message.includes(text) };
}
