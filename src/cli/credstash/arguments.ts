import type { Context } from '../../credstash/index.js';
import { UsageError } from '../../errors.js';

/**
 * The KMS encryption context that stands behind a command's own arguments, as credstash has it.
 *
 * @param positionals all of the command line without its flags
 * @param own how many of them are the command's
 * @throws {UsageError} PAIR_INVALID
 * @example contextOf(['database/password', 'role=app'], 1) // { role: 'app' }
 */
export function contextOf(positionals: readonly unknown[], own: number): Context {
  // By its place: a value that was put where the context belongs is not for an error.
  const place = (index: number) => `Argument ${own + index + 1}`;
  return pairsOf(positionals.slice(own).map(String), 'an encryption context', place);
}

/**
 * @param what the pairs are, for a person
 * @param place what a person calls the pair of an index
 * @throws {UsageError} PAIR_INVALID
 */
export function pairsOf(
  texts: readonly string[],
  what: string,
  place: (index: number) => string,
): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
    if (key === '' || value === '') {
      throw new UsageError(
        'PAIR_INVALID',
        `${place(index)} is not ${what}, which is KEY=VALUE with both sides there.`,
      );
    }
    if (pairs.has(key))
      throw new UsageError('PAIR_INVALID', `"${key}" is there twice, and ${what} has it once.`);
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

export function isPattern(name: string): boolean {
  return name.includes('*');
}

/**
 * Tells whether a name fits a pattern in which `*` is any text and everything else is itself.
 *
 * @example fits('live/*')('live/database/password') // true
 */
export function fits(pattern: string): (name: string) => boolean {
  const literals = pattern.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const expression = new RegExp(`^${literals.join('.*')}$`, 'su');
  return (name) => expression.test(name);
}
