import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from '../errors.js';

/** A file to its last byte, or standard input for `-`. @throws {UsageError} FILE_UNREADABLE */
export async function readBytes(path: string): Promise<Buffer> {
  if (path === '-') return await buffer(process.stdin);
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('FILE_UNREADABLE', `${path} cannot be read: ${error.code ?? error.message}.`);
  });
}
