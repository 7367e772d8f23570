import { didYouMean } from './spelling.js';

/** A map of the file that the schema has not checked yet. */
export type Unchecked = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Unchecked {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Returns the value if it is a map, or else an empty map. */
export function mapOf(value: unknown): Unchecked {
  return isMap(value) ? value : {};
}

/** Returns the entries of a map of maps; a value that is no map is empty. */
export function entriesOf(value: unknown): [string, Unchecked][] {
  return Object.entries(mapOf(value)).map(([key, item]) => [key, mapOf(item)]);
}

/** Returns the value if it is a list, or else an empty list. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Says that a name is unknown, and which names there are.
 *
 * @param what kind of the thing, singular: its section of the file is the plural
 */
export function unknown(name: string, what: string, known: readonly string[]): string {
  const list = known.length > 0 ? `; there is ${known.join(', ')}` : `; describe it under ${what}s`;
  return `there is no ${what} ${name}${didYouMean(name, known) || list}`;
}
