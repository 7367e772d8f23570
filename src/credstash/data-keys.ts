import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  ContextMismatch,
  type CredstashError,
  type ErrorSubject,
  KmsUnavailable,
  Throttled,
} from './errors.js';
import { describe, isThrottling, type Requests } from './requests.js';
import { DATA_KEY_BYTES } from './seal.js';

export type Context = Readonly<Record<string, string>>;

/** A data key in the clear and as KMS wrapped it. Overwrite `plaintext` with zeros as soon as it has served. */
export interface DataKey {
  readonly plaintext: Uint8Array;
  readonly wrapped: Uint8Array;
}

export interface DataKeys {
  generate(subject: ErrorSubject): Promise<DataKey>;
}

/** The data key in the clear; overwrite it with zeros as soon as it has served. */
export type Unwrap = (wrapped: Uint8Array, subject: ErrorSubject) => Promise<Uint8Array>;

/** Data keys from KMS under one key and one encryption context. */
export function createDataKeys(kms: KMSClient, key: string, context: Context, requests: Requests): DataKeys {
  const EncryptionContext = { ...context };
  return {
    async generate(subject) {
      const input = { KeyId: key, NumberOfBytes: DATA_KEY_BYTES, EncryptionContext };
      const answer = await requests({ ...subject, key }, (limits) =>
        kms.send(new GenerateDataKeyCommand(input), limits),
      );
      const plaintext = verifyLength(answer.Plaintext, subject);
      if (!answer.CiphertextBlob) throw new KmsUnavailable('it answered without a wrapped key.', subject);
      return { plaintext, wrapped: answer.CiphertextBlob };
    },
  };
}

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

function verifyLength(plaintext: Uint8Array | undefined, subject: ErrorSubject): Uint8Array {
  if (plaintext?.length === DATA_KEY_BYTES) return plaintext;
  plaintext?.fill(0);
  throw new KmsUnavailable(
    `it answered a data key of ${plaintext?.length ?? 0} bytes instead of ${DATA_KEY_BYTES}.`,
    subject,
  );
}
