import type { Credstash } from '../../credstash/index.js';
import { UsageError } from '../../errors.js';
import { passwordNames, secretPrefix } from '../../project/index.js';
import { matcher } from './arguments.js';
import { type Format, hasVariables, variableName } from './formats/index.js';

/**
 * Returns a test for the names that `--only` selects.
 *
 * @param only names or patterns; empty selects every name
 */
export function selector(only: readonly string[]): (name: string) => boolean {
  const patterns = only.map(matcher);
  return (name) => patterns.length === 0 || patterns.some((matches) => matches(name));
}

/**
 * Returns whether a name is one of the environment's database passwords and `--only` does not name it in full. Each
 * environment has its own password, which `rotate-password` also sets in the database. The password of another
 * environment would lock every client out.
 */
export function isUnrequestedPassword(name: string, environment: string, only: readonly string[]): boolean {
  const { current, pending } = passwordNames(environment);
  return (name === current || name === pending) && !only.includes(name);
}

/**
 * Returns what follows the prefix in a name; undefined when the name does not begin with the prefix.
 *
 * @example nameBelow('live/', 'live/partner/token') // 'partner/token'
 */
export function nameBelow(prefix: string, name: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/**
 * Returns a secret's name in another environment. A name without the prefix of `from` stays.
 *
 * @example nameIn('live', 'sandbox', 'sandbox/partner/token') // 'live/partner/token'
 */
export function nameIn(to: string, from: string, name: string): string {
  const rest = nameBelow(secretPrefix(from), name);
  return rest === undefined ? name : `${secretPrefix(to)}${rest}`;
}

/**
 * Returns the values by the names that they have in another environment.
 *
 * @throws {UsageError} NAME_COLLISION: two of them would have the same name there
 */
export function valuesIn(to: string, from: string, values: ReadonlyMap<string, string>): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const [name, value] of values) {
    const newName = nameIn(to, from, name);
    if (renamed.has(newName)) {
      throw new UsageError(
        'NAME_COLLISION',
        `"${nameIn(from, to, newName)}" and "${newName}" would both become "${newName}". Choose one by --only.`,
      );
    }
    renamed.set(newName, value);
  }
  return renamed;
}

/** Returns the secrets whose names begin with a prefix, by the rest of their names. */
export function withoutPrefix<Value>(
  secrets: ReadonlyMap<string, Value>,
  prefix: string,
): Map<string, Value> {
  const below = new Map<string, Value>();
  for (const [name, value] of secrets) {
    const rest = nameBelow(prefix, name);
    if (rest !== undefined) below.set(rest, value);
  }
  return below;
}

/** Returns the values of an imported file by the names of the secrets to store. Reads the table's names for variables. */
export async function namedSecrets(
  credstash: Pick<Credstash, 'keys'>,
  format: Format,
  values: ReadonlyMap<string, string>,
  prefix: string,
): Promise<Map<string, string>> {
  if (hasVariables(format)) return namesOfVariables(values, await credstash.keys(), prefix);
  return new Map([...values].map(([name, value]) => [`${prefix}${name}`, value]));
}

/**
 * Returns the values of variables by the names of their secrets: the stored secret below the prefix that `exec` turns
 * into the variable, or else the prefix and the variable's name.
 *
 * @param stored the names of all secrets
 * @throws {UsageError} VARIABLE_COLLISION: two stored secrets would become the same variable
 */
export function namesOfVariables(
  values: ReadonlyMap<string, string>,
  stored: readonly string[],
  prefix: string,
): Map<string, string> {
  const becomes = (name: string, variable: string) => {
    const rest = nameBelow(prefix, name);
    return rest !== undefined && variableName(rest) === variable;
  };
  const named = new Map<string, string>();
  for (const [variable, value] of values) {
    const [name = `${prefix}${variable}`, other] = stored.filter((candidate) => becomes(candidate, variable));
    if (other !== undefined) {
      throw new UsageError(
        'VARIABLE_COLLISION',
        `${variable} may be "${name}" or "${other}". Import from json, which names secrets in full.`,
      );
    }
    named.set(name, value);
  }
  return named;
}
