import { GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type ErrorSubject, KmsUnavailable } from './errors.js';
import type { Requests } from './requests.js';
import { DATA_KEY_BYTES } from './seal.js';
import { type Context, verifyLength } from './unwrap.js';

/** A data key in plaintext and as KMS wrapped it. Overwrite `plaintext` with zeros right after its use. */
export interface DataKey {
  readonly plaintext: Uint8Array;
  readonly wrapped: Uint8Array;
}

export interface DataKeys {
  generate(subject: ErrorSubject): Promise<DataKey>;
}

/** Generates data keys in KMS under one key and one encryption context. */
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
