import generator from 'generate-password';
import { UsageError } from '../errors.js';
import type { MasterDatabase } from './database.js';

/** A shorter password could be guessed by trying: 16 characters out of 62 are 95 bits. */
const SHORTEST = 16;
const LENGTH = 40;

/**
 * Returns a new master password of A-Z, a-z and 0-9 from Node's cryptographic random source; 40 characters are 238 bits.
 * It needs no quoting in a URL, a shell, SQL or a dotenv file.
 *
 * @param length number of characters
 * @example generatePassword(40)
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
 * Returns the length of a new password, if it is safe and RDS accepts it.
 *
 * @param length number of characters; default 40
 * @throws {UsageError} LENGTH_UNFIT
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
