import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { type Digest, findAlgorithm } from './digests.js';

/** Bytes of a data key: the first half encrypts, the second authenticates. */
export const DATA_KEY_BYTES = 64;

/**
 * The counter starts at 1 for every value. That is safe only because no data key ever seals two values:
 * a new one is generated for each `put`.
 */
const FIRST_BLOCK = Buffer.from('00000000000000000000000000000001', 'hex');

export interface Sealed {
  /** Standard base64 of the ciphertext. */
  readonly contents: string;
  /** Lower-case hexadecimal HMAC over the ciphertext. */
  readonly hmac: string;
}

/** Why a row was not opened; never a word of its content. */
export type OpenFailure = 'hmac' | 'digest' | 'base64' | 'utf-8';

/**
 * Encrypts `value` with AES-256-CTR and authenticates the ciphertext with HMAC.
 *
 * @param dataKey 64 bytes, never used before.
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
 * @param digest as stored: any spelling that a writer has used.
 * @returns the value, or the reason why it cannot be trusted.
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

/** Text that UTF-8 can carry: no half of a surrogate pair stands alone. */
export function isEncodable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** The bytes behind standard base64; undefined where the text is anything else. Buffer.from skips what it does not know. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function splitKey(dataKey: Uint8Array): { encryptionKey: Uint8Array; hmacKey: Uint8Array } {
  const half = DATA_KEY_BYTES / 2;
  return { encryptionKey: dataKey.subarray(0, half), hmacKey: dataKey.subarray(half) };
}

function isHexOf(text: string, expected: Buffer): boolean {
  if (!/^[0-9a-f]*$/i.test(text)) return false;
  const given = Buffer.from(text, 'hex');
  return (
    given.length === expected.length &&
    text.length === 2 * expected.length &&
    timingSafeEqual(given, expected)
  );
}

/** Strict, and a leading U+FEFF stays: it belongs to the value. */
function decodeUtf8(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
