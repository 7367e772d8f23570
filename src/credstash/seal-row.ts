import type { DataKeys } from './data-keys.js';
import { DIGESTS, isDigest } from './digests.js';
import { InvalidDigest, InvalidValue } from './errors.js';
import type { Row } from './rows.js';
import { isEncodable, seal } from './seal.js';

/** DynamoDB's limit for an item including its attribute names, in bytes. */
const LARGEST_ITEM = 400 * 1024;

export interface Unsealed {
  readonly name: string;
  readonly value: string;
  readonly comment: string | undefined;
  readonly digest: string;
}

/** A row without its version. The HMAC does not cover the version, so that a lost race needs no second encryption. */
export type Versionless = Omit<Row, 'version'>;

/**
 * Encrypts a value under a new data key. Overwrites the data key before it returns.
 *
 * @throws {InvalidDigest} the digest is unknown
 * @throws {InvalidValue} the value or comment is no valid Unicode text, or the item is too large; and the errors of `dataKeys`
 */
export async function sealRow(secret: Unsealed, dataKeys: DataKeys): Promise<Versionless> {
  const { name, value, comment, digest } = secret;
  if (!isDigest(digest)) throw new InvalidDigest(digest, DIGESTS, { secret: name });
  verifyText(value, name);
  if (comment !== undefined) verifyText(comment, name);
  const { plaintext, wrapped } = await dataKeys.generate({ secret: name });
  try {
    const key = Buffer.from(wrapped).toString('base64');
    const sealed = { name, key, digest, ...seal(value, plaintext, digest), ...(comment ? { comment } : {}) };
    verifySize(sealed);
    return sealed;
  } finally {
    plaintext.fill(0);
  }
}

function verifyText(text: string, secret: string): void {
  if (typeof text !== 'string') throw new InvalidValue('or its comment is not a string', { secret });
  if (isEncodable(text)) return;
  throw new InvalidValue('or its comment is not text that UTF-8 can carry: half a character stands alone', {
    secret,
  });
}

function verifySize(row: Versionless): void {
  const attributes = Object.entries({ ...row, version: ''.padStart(19) });
  const bytes = attributes.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (bytes <= LARGEST_ITEM) return;
  throw new InvalidValue('is too large: a DynamoDB item holds about 298 KB of text', { secret: row.name });
}
