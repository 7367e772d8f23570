import type { Context } from '../../credstash/index.js';
import { UsageError } from '../../errors.js';

/**
 * Reads the KMS encryption context, which follows the command's own arguments as in credstash.
 *
 * @param positionals every argument of the command line, flags left out
 * @param own how many of them belong to the command
 * @throws {UsageError} PAIR_INVALID
 * @example contextOf(['database/password', 'role=app'], 1) // { role: 'app' }
 */
export function contextOf(positionals: readonly unknown[], own: number): Context {
  // The error names the position and not the text: a secret typed in the wrong position must not be printed.
  const label = (index: number) => `Argument ${own + index + 1}`;
  return pairsOf(positionals.slice(own).map(String), 'an encryption context', label);
}

/**
 * Reads `KEY=VALUE` pairs. A value may contain `=`.
 *
 * @param what what the pairs are, for the error message: "a tag"
 * @param label names the pair at an index in the error message
 * @throws {UsageError} PAIR_INVALID
 */
export function pairsOf(
  texts: readonly string[],
  what: string,
  label: (index: number) => string,
): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      throw new UsageError(
        'PAIR_INVALID',
        `${label(index)} is not ${what}, which is KEY=VALUE with both sides there.`,
      );
    }
    if (pairs.has(key)) {
      throw new UsageError('PAIR_INVALID', `"${key}" is there twice, and ${what} has it once.`);
    }
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

export function isPattern(name: string): boolean {
  return name.includes('*');
}

/**
 * Returns a test for names that match a pattern: `*` matches any text, every other character only itself.
 *
 * @example matcher('live/*')('live/database/password') // true
 */
export function matcher(pattern: string): (name: string) => boolean {
  const literals = pattern.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const expression = new RegExp(`^${literals.join('.*')}$`, 'su');
  return (name) => expression.test(name);
}
