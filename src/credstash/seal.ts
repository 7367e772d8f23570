import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { type Digest, findAlgorithm } from './digests.js';

/** Bytes of a data key: the first half encrypts, the second half authenticates. */
export const DATA_KEY_BYTES = 64;

/**
 * The counter starts at 1 for every value. This is safe only because no data key ever encrypts two values: each `put`
 * generates a new one.
 */
const FIRST_BLOCK = Buffer.from('00000000000000000000000000000001', 'hex');

export interface Sealed {
  /** The ciphertext in standard base64. */
  readonly contents: string;
  /** The HMAC of the ciphertext in lower-case hexadecimal. */
  readonly hmac: string;
}

/** Why a row was not decrypted. Contains nothing of its content. */
export type OpenFailure = 'hmac' | 'digest' | 'base64' | 'utf-8';

/**
 * Encrypts `value` with AES-256-CTR and authenticates the ciphertext with HMAC.
 *
 * @param dataKey 64 bytes, never used before
 * @example seal('hunter2', dataKey, 'SHA256') // { contents: 'mCgY2i/LrQ==', hmac: '616e8a03…' }
 */
export function seal(value: string, dataKey: Uint8Array, digest: Digest): Sealed {
  const { encryptionKey, hmacKey } = splitKey(dataKey);
  const cipher = createCipheriv('aes-256-ctr', encryptionKey, FIRST_BLOCK);
  const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const algorithm = findAlgorithm(digest) ?? digest;
  return {
    contents: ciphertext.toString('base64'),
    hmac: createHmac(algorithm, hmacKey).update(ciphertext).digest('hex'),
  };
}

/**
 * Verifies the HMAC in constant time, and only then decrypts.
 *
 * @param digest as stored, in any spelling of a writer
 * @returns the value, or the reason why the row cannot be trusted
 */
export function open(
  sealed: Sealed,
  dataKey: Uint8Array,
  digest: string,
): { value: string } | { failure: OpenFailure } {
  const algorithm = findAlgorithm(digest);
  if (algorithm === undefined) return { failure: 'digest' };
  const ciphertext = decodeBase64(sealed.contents);
  if (!ciphertext) return { failure: 'base64' };
  const { encryptionKey, hmacKey } = splitKey(dataKey);
  const expected = createHmac(algorithm, hmacKey).update(ciphertext).digest();
  if (!isHexOf(sealed.hmac, expected)) return { failure: 'hmac' };
  const decipher = createDecipheriv('aes-256-ctr', encryptionKey, FIRST_BLOCK);
  const value = decodeUtf8(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  return value === undefined ? { failure: 'utf-8' } : { value };
}

/** Returns whether UTF-8 can encode the text: a text with an unpaired surrogate cannot be encoded. */
export function isEncodable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Decodes standard base64; undefined for any other text, of which `Buffer.from` would skip characters. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function splitKey(dataKey: Uint8Array): { encryptionKey: Uint8Array; hmacKey: Uint8Array } {
  const half = DATA_KEY_BYTES / 2;
  return { encryptionKey: dataKey.subarray(0, half), hmacKey: dataKey.subarray(half) };
}

function isHexOf(text: string, expected: Buffer): boolean {
  // Ends at the first character that is not hexadecimal, and is too short then.
  const given = Buffer.from(text, 'hex');
  return (
    given.length === expected.length &&
    text.length === 2 * expected.length &&
    timingSafeEqual(given, expected)
  );
}

/** Decodes strictly, and keeps a leading U+FEFF, which belongs to the value. */
function decodeUtf8(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
