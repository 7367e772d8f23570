import type { Credstash } from '../../credstash/index.js';
import { UsageError } from '../../errors.js';
import { passwordNames } from '../../project/index.js';
import { fits, isPattern } from './arguments.js';
import { type Format, hasVariables, variableName } from './formats/index.js';

/** What `copy` and `diff` look at. */
export interface Selection {
  /** Names or patterns; everything when empty. */
  readonly only: readonly string[];
}

/** Tells whether a name is among those of `--only`. */
export function selects({ only }: Selection): (name: string) => boolean {
  const patterns = only.map(fits);
  return (name) => patterns.length === 0 || patterns.some((pattern) => pattern(name));
}

/**
 * True for a database password that was not named in full: each environment has its own, which `rotate-password` sets
 * in the database as well; another one's would only lock everybody out.
 */
export function isPasswordUnasked(name: string, environment: string, { only }: Selection): boolean {
  const { current, pending } = passwordNames(environment);
  if (name !== current && name !== pending) return false;
  return !only.some((pattern) => !isPattern(pattern) && pattern === name);
}

/**
 * A secret's name in another environment.
 *
 * @example nameIn('live', 'sandbox', 'sandbox/partner/token') // 'live/partner/token'
 */
export function nameIn(to: string, from: string, name: string): string {
  return name.startsWith(`${from}/`) ? `${to}/${name.slice(from.length + 1)}` : name;
}

/**
 * Values under the names that they would have in another environment.
 *
 * @throws {UsageError} NAME_COLLISION: two of them would have one name there
 */
export function valuesIn(to: string, from: string, values: ReadonlyMap<string, string>): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const [name, value] of values) {
    const there = nameIn(to, from, name);
    if (renamed.has(there)) {
      throw new UsageError(
        'NAME_COLLISION',
        `"${nameIn(from, to, there)}" and "${there}" would both become "${there}". Choose one by --only.`,
      );
    }
    renamed.set(there, value);
  }
  return renamed;
}

/** Those below a prefix, under what is left of their names. */
export function withoutPrefix<Value>(
  secrets: ReadonlyMap<string, Value>,
  prefix: string,
): Map<string, Value> {
  const below = [...secrets].filter(([name]) => name.startsWith(prefix));
  return new Map(below.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** What an imported file is to become: its names with the prefix before them, or for variables the secrets they stand for. */
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
 * The secrets that variables stand for: the one below the prefix that would become that variable, else the prefix and
 * the variable's own name.
 *
 * @throws {UsageError} VARIABLE_COLLISION: two secrets would become that variable
 */
export function namesOfVariables(
  values: ReadonlyMap<string, string>,
  stored: readonly string[],
  prefix: string,
): Map<string, string> {
  const below = stored.filter((name) => name.startsWith(prefix));
  const named = new Map<string, string>();
  for (const [variable, value] of values) {
    const [name = `${prefix}${variable}`, other] = below.filter(
      (candidate) => variableName(candidate.slice(prefix.length)) === variable,
    );
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
