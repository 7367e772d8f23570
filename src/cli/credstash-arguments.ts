import type { Context } from '../credstash/index.js';
import { UsageError } from '../errors.js';

/**
 * The KMS encryption context that stands behind a command's own arguments, as credstash has it.
 *
 * @param positionals all of the command line without its flags
 * @param own how many of them are the command's
 * @throws {UsageError} CONTEXT_INVALID
 * @example contextOf(['database/password', 'role=app'], 1) // { role: 'app' }
 */
export function contextOf(positionals: readonly unknown[], own: number): Context {
  const context: Record<string, string> = {};
  for (const pair of positionals.slice(own).map(String)) {
    const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    if (key === '' || value === '') {
      throw new UsageError(
        'CONTEXT_INVALID',
        `"${pair}" is no encryption context, which is KEY=VALUE with both sides there.`,
      );
    }
    if (Object.hasOwn(context, key)) {
      throw new UsageError('CONTEXT_INVALID', `The encryption context has "${key}" twice.`);
    }
    context[key] = value;
  }
  return context;
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
  const literals = pattern.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const expression = new RegExp(`^${literals.join('.*')}$`, 'su');
  return (name) => expression.test(name);
}
