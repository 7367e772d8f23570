import { didYouMean } from './spelling.js';

/** A part of a file that was not checked yet. */
export type Loose = Readonly<Record<string, unknown>>;

export function mapOf(value: unknown): Loose {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Loose) : {};
}

export function entriesOf(value: unknown): [string, Loose][] {
  return Object.entries(mapOf(value)).map(([key, item]) => [key, mapOf(item)]);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function unknown(name: string, what: string, known: readonly string[]): string {
  const list = known.length > 0 ? `; there is ${known.join(', ')}` : `; describe it under ${what}s`;
  return `there is no ${what} ${name}${didYouMean(name, known) || list}`;
}
