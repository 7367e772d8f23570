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

/** The data key in the clear; overwrite it with zeros as soon as it has served. */
export type Unwrap = (wrapped: Uint8Array, subject: ErrorSubject) => Promise<Uint8Array>;

/** Opens data keys that were wrapped under one encryption context. The wrapped key itself tells KMS which key it needs. */
export function createUnwrap(kms: KMSClient, context: Context, requests: Requests): Unwrap {
  const EncryptionContext = { ...context };
  return async (wrapped, subject) => {
    const input = { CiphertextBlob: wrapped, EncryptionContext };
    const answer = await requests(subject, (limits) => kms.send(new DecryptCommand(input), limits));
    return verifyLength(answer.Plaintext, subject);
  };
}

export function translateKms(error: unknown, subject: ErrorSubject): CredstashError {
  const about = { ...subject, cause: error };
  if (error instanceof Error && error.name === 'InvalidCiphertextException')
    return new ContextMismatch(about);
  if (isThrottling(error)) return new Throttled('KMS', about);
  return new KmsUnavailable(describe(error, subject.key), about);
}

/** The data key, if it is one. */
export function verifyLength(plaintext: Uint8Array | undefined, subject: ErrorSubject): Uint8Array {
  if (plaintext?.length === DATA_KEY_BYTES) return plaintext;
  plaintext?.fill(0);
  throw new KmsUnavailable(
    `it answered a data key of ${plaintext?.length ?? 0} bytes instead of ${DATA_KEY_BYTES}.`,
    subject,
  );
}
