import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  ContextMismatch,
  type CredstashError,
  type ErrorSubject,
  KmsUnavailable,
  Throttled,
} from './errors.js';
import { describe, isThrottling, type Requests } from './requests.js';
import { DATA_KEY_BYTES } from './seal.js';

/** KMS encryption context. */
export type Context = Readonly<Record<string, string>>;

/** Decrypts a wrapped data key. Overwrite the result with zeros right after its use. */
export type Unwrap = (wrapped: Uint8Array, subject: ErrorSubject) => Promise<Uint8Array>;

/** Decrypts data keys that were wrapped under one encryption context. The wrapped key itself names its KMS key. */
export function createUnwrap(kms: KMSClient, context: Context, requests: Requests): Unwrap {
  const EncryptionContext = { ...context };
  return async (wrapped, subject) => {
    const input = { CiphertextBlob: wrapped, EncryptionContext };
    const answer = await requests(subject, (limits) => kms.send(new DecryptCommand(input), limits));
    return verifyLength(answer.Plaintext, subject);
  };
}

/** Turns an error of the KMS client into a CredstashError. */
export function translateKms(error: unknown, subject: ErrorSubject): CredstashError {
  const about = { ...subject, cause: error };
  if (error instanceof Error && error.name === 'InvalidCiphertextException')
    return new ContextMismatch(about);
  if (isThrottling(error)) return new Throttled('KMS', about);
  return new KmsUnavailable(describe(error, subject.key), about);
}

/**
 * Returns the data key if it has 64 bytes.
 *
 * @throws {KmsUnavailable} it has another length
 */
export function verifyLength(plaintext: Uint8Array | undefined, subject: ErrorSubject): Uint8Array {
  if (plaintext?.length === DATA_KEY_BYTES) return plaintext;
  plaintext?.fill(0);
  throw new KmsUnavailable(
    `it answered a data key of ${plaintext?.length ?? 0} bytes instead of ${DATA_KEY_BYTES}.`,
    subject,
  );
}
