import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from '../errors.js';

/** A file or standard input, read to the last byte. */
export interface Input {
  /** For a person: the file's path, or "Standard input". */
  readonly name: string;
  /** The bytes as UTF-8 text, a byte order mark included; undefined when they are not UTF-8. */
  readonly text: string | undefined;
}

/**
 * Reads what an argument refers to: a file for `@FILE`, standard input for `-`.
 *
 * @returns undefined for any other argument: it is the value itself
 * @throws {UsageError} FILE_UNREADABLE
 * @example (await readReference('@event.json'))?.text // '{"a":1}'
 */
export async function readReference(argument: string): Promise<Input | undefined> {
  if (argument === '-') return await readInput('-');
  return argument.startsWith('@') ? await readInput(argument.slice(1)) : undefined;
}

/** Reads a file, or standard input for `-`. @throws {UsageError} FILE_UNREADABLE */
export async function readInput(path: string): Promise<Input> {
  if (path === '-') return { name: 'Standard input', text: decode(await buffer(process.stdin)) };
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('FILE_UNREADABLE', `${path} cannot be read: ${error.code ?? error.message}.`);
  });
  return { name: path, text: decode(bytes) };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
