import { Unreadable } from './errors.js';

/** Names and values. */
export type Entries = ReadonlyMap<string, string>;

/** Sorted by Unicode code point, as Python sorts, so that two exports can be compared line by line. */
export function byName(entries: Entries): (readonly [string, string])[] {
  return [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** @throws {UsageError} FORMAT_UNREADABLE for a name that is there already: which value is meant, nobody can tell */
export function addOnce(entries: Map<string, string>, name: string, value: string, format: string): void {
  if (entries.has(name)) throw new Unreadable(format, `"${name}" is there twice.`);
  entries.set(name, value);
}
