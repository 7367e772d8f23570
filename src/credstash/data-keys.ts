import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  ContextMismatch,
  type CredstashError,
  type ErrorSubject,
  KmsUnavailable,
  Throttled,
} from './errors.js';
import { DATA_KEY_BYTES } from './seal.js';

export type Context = Readonly<Record<string, string>>;

/** A data key in the clear and as KMS wrapped it. Overwrite `plaintext` with zeros as soon as it has served. */
export interface DataKey {
  readonly plaintext: Uint8Array;
  readonly wrapped: Uint8Array;
}

export interface DataKeys {
  generate(subject: ErrorSubject): Promise<DataKey>;
  /** The data key in the clear; overwrite it with zeros as soon as it has served. */
  unwrap(wrapped: Uint8Array, subject: ErrorSubject): Promise<Uint8Array>;
}

const THROTTLED = new Set(['ThrottlingException', 'LimitExceededException', 'TooManyRequestsException']);

/** Data keys from KMS under one key and one encryption context. */
export function createDataKeys(kms: KMSClient, key: string, context: Context): DataKeys {
  return {
    async generate(subject) {
      const answer = await kms
        .send(
          new GenerateDataKeyCommand({
            KeyId: key,
            NumberOfBytes: DATA_KEY_BYTES,
            EncryptionContext: { ...context },
          }),
        )
        .catch((error: unknown) => {
          throw translate(error, key, subject);
        });
      const plaintext = verifyLength(answer.Plaintext, subject);
      if (!answer.CiphertextBlob) throw new KmsUnavailable('it answered without a wrapped key.', subject);
      return { plaintext, wrapped: answer.CiphertextBlob };
    },
    async unwrap(wrapped, subject) {
      const answer = await kms
        .send(new DecryptCommand({ CiphertextBlob: wrapped, EncryptionContext: { ...context } }))
        .catch((error: unknown) => {
          throw translate(error, undefined, subject);
        });
      return verifyLength(answer.Plaintext, subject);
    },
  };
}

function verifyLength(plaintext: Uint8Array | undefined, subject: ErrorSubject): Uint8Array {
  if (plaintext?.length === DATA_KEY_BYTES) return plaintext;
  plaintext?.fill(0);
  throw new KmsUnavailable(
    `it answered a data key of ${plaintext?.length ?? 0} bytes instead of ${DATA_KEY_BYTES}.`,
    subject,
  );
}

function translate(error: unknown, key: string | undefined, subject: ErrorSubject): CredstashError {
  const name = error instanceof Error ? error.name : 'unknown error';
  const about = { ...subject, cause: error };
  if (name === 'InvalidCiphertextException') return new ContextMismatch(about);
  if (THROTTLED.has(name)) return new Throttled('KMS', about);
  const text = error instanceof Error ? error.message : String(error);
  return new KmsUnavailable(`${name}${key ? ` for key ${key}` : ''}: ${text}`, about);
}
