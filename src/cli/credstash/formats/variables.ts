import { UsageError } from '../../../errors.js';
import type { Entries } from './entries.js';

/** Why a value with a NUL character is refused. */
export const NUL_IN_VARIABLE = 'an environment variable cannot carry a NUL.';

/**
 * Returns the name of a secret's environment variable: upper case, with an underscore for every character but letters
 * and digits, and one more before a leading digit.
 *
 * @example variableName('database/password') // 'DATABASE_PASSWORD'
 */
export function variableName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]/gu, '_')
    .toUpperCase()
    .replace(/^(?=\d)/, '_');
}

/**
 * Returns the values by variable name.
 *
 * @throws {UsageError} VARIABLE_COLLISION: two secrets would become the same variable; NO_VARIABLE: a name is empty
 * @example variables(new Map([['database/password', 'hunter2']])) // Map { 'DATABASE_PASSWORD' => 'hunter2' }
 */
export function variables(secrets: Entries): Map<string, string> {
  const owners = new Map<string, string>();
  const values = new Map<string, string>();
  for (const [name, value] of secrets) {
    const variable = variableName(name);
    const other = owners.get(variable);
    if (other !== undefined) throw collision(variable, other, name);
    if (variable === '') throw noVariable();
    owners.set(variable, name);
    values.set(variable, value);
  }
  return values;
}

function noVariable(): UsageError {
  return new UsageError(
    'NO_VARIABLE',
    'The prefix is the whole name of a secret, so that no variable is left of it. Pass a shorter --prefix.',
  );
}

function collision(variable: string, one: string, other: string): UsageError {
  return new UsageError(
    'VARIABLE_COLLISION',
    `"${one}" and "${other}" would both become the variable ${variable}. Choose between them with --prefix, or rename one.`,
  );
}
