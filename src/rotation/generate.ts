import generator from 'generate-password';
import { UsageError } from '../errors.js';
import type { MasterDatabase } from './database.js';

/** Below it a password could be tried out: 16 characters of 62 are 95 bits. */
const SHORTEST = 16;
const LENGTH = 40;

/**
 * A new master password of A-Z, a-z and 0-9 from Node's cryptographic random source; 40 of them are 238 bits. It needs
 * no quoting in a URL, a shell, SQL or a dotenv file.
 *
 * @param length characters
 */
export function generatePassword(length: number): string {
  return generator.generate({
    length,
    numbers: true,
    symbols: false,
    uppercase: true,
    lowercase: true,
    strict: false,
  });
}

/**
 * @param length 40 when left out
 * @throws {UsageError} LENGTH_UNFIT outside of what is safe and what RDS takes
 */
export function verifyLength(
  length: number | undefined = LENGTH,
  { longestPassword, name }: MasterDatabase,
): number {
  if (Number.isInteger(length) && length >= SHORTEST && length <= longestPassword) return length;
  throw new UsageError(
    'LENGTH_UNFIT',
    `A password of ${length} characters does not fit ${name}: it is ${SHORTEST} to ${longestPassword}.`,
  );
}
