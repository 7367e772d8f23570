import { InvalidName } from './errors.js';
import { isEncodable } from './seal.js';

/** DynamoDB's limit for a partition key, in bytes. */
const LONGEST_NAME = 2048;

/**
 * Throws unless the name can be a key of the table.
 *
 * @throws {InvalidName} the name is empty, too long, or not valid Unicode
 */
export function verifyName(name: string): void {
  if (name === '') throw new InvalidName('not be empty', { secret: name });
  if (!isEncodable(name)) throw new InvalidName('be text that UTF-8 can carry', { secret: name });
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    throw new InvalidName(`have at most ${LONGEST_NAME} bytes`, { secret: name.slice(0, 64) });
  }
}
