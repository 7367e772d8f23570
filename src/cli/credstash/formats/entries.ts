import { Unreadable } from './errors.js';

/** Values by name. */
export type Entries = ReadonlyMap<string, string>;

/** Sorts by Unicode code point, as Python does, so that two exports can be compared line by line. */
export function byName(entries: Entries): (readonly [string, string])[] {
  return [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/**
 * Adds an entry.
 *
 * @throws {UsageError} FORMAT_UNREADABLE: the name is already there, and nobody knows which of the two values is meant
 */
export function addOnce(entries: Map<string, string>, name: string, value: string, format: string): void {
  if (entries.has(name)) throw new Unreadable(format, `"${name}" is there twice.`);
  entries.set(name, value);
}
