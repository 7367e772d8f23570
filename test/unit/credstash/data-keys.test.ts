import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { createDataKeys, type DataKeys } from '../../../src/credstash/data-keys.js';
import { openRow } from '../../../src/credstash/open-row.js';
import { createRequests } from '../../../src/credstash/requests.js';
import { sealRow } from '../../../src/credstash/seal-row.js';
import { translateKms } from '../../../src/credstash/unwrap.js';

describe('a data key in plaintext', () => {
  const secret = { name: 'a', value: 'hunter2', comment: undefined, digest: 'SHA256' };
  const zeros = Buffer.alloc(64);
  let issued: Buffer[];

  beforeEach(() => {
    issued = [];
  });

  function issue(bytes = randomBytes(64)): Buffer {
    issued.push(bytes);
    return bytes;
  }

  const dataKeys: DataKeys = {
    generate: async () => ({ plaintext: issue(), wrapped: Buffer.from('wrapped') }),
  };

  async function sealed() {
    const key = randomBytes(64);
    const generate = async () => ({ plaintext: Buffer.from(key), wrapped: Buffer.from('wrapped') });
    return { key, row: { ...(await sealRow(secret, { generate })), version: '1' } };
  }

  it('is overwritten after the value is encrypted', async () => {
    await sealRow(secret, dataKeys);
    assert.deepEqual(issued, [zeros]);
  });

  it('is overwritten when the encrypted value is too large', async () => {
    await assert.rejects(sealRow({ ...secret, value: 'x'.repeat(400_000) }, dataKeys), {
      code: 'INVALID_VALUE',
    });
    assert.deepEqual(issued, [zeros]);
  });

  it('is overwritten after the value is decrypted', async () => {
    const { key, row } = await sealed();
    const opened = await openRow(row, async () => issue(Buffer.from(key)));
    assert.equal(opened.value, 'hunter2');
    assert.deepEqual(issued, [zeros]);
  });

  it('is overwritten when the row cannot be trusted', async () => {
    const { key, row } = await sealed();
    const altered = { ...row, hmac: '00' };
    await assert.rejects(
      openRow(altered, async () => issue(Buffer.from(key))),
      { code: 'INTEGRITY_ERROR' },
    );
    assert.deepEqual(issued, [zeros]);
  });

  it('encrypts only one value', async () => {
    await sealRow(secret, dataKeys);
    await sealRow(secret, dataKeys);
    assert.equal(issued.length, 2);
  });
});

describe('createDataKeys', () => {
  const plaintext = Buffer.alloc(64, 1);

  /** Generates a data key in a KMS with this answer, and returns it with the input of the request. */
  async function generate(answer: object) {
    let input: object | undefined;
    const send = async (command: { input: object }) => {
      input = command.input;
      return answer;
    };
    const kms = { send } as unknown as KMSClient;
    const dataKeys = createDataKeys(kms, 'alias/a', { role: 'app' }, createRequests(1_000, translateKms));
    const dataKey = await dataKeys.generate({ secret: 'a' });
    return { dataKey, input };
  }

  it('generates 64 bytes under the key and the encryption context', async () => {
    const wrapped = Buffer.from('wrapped');
    assert.deepEqual(await generate({ Plaintext: plaintext, CiphertextBlob: wrapped }), {
      dataKey: { plaintext, wrapped },
      input: { KeyId: 'alias/a', NumberOfBytes: 64, EncryptionContext: { role: 'app' } },
    });
  });

  it('refuses an answer without a wrapped key, or with a short one in plaintext', async () => {
    await assert.rejects(generate({ Plaintext: plaintext }), {
      code: 'KMS_UNAVAILABLE',
      secret: 'a',
      message: 'KMS cannot be used: it answered without a wrapped key.',
    });
    await assert.rejects(generate({ Plaintext: plaintext.subarray(1), CiphertextBlob: plaintext }), {
      message: 'KMS cannot be used: it answered a data key of 63 bytes instead of 64.',
    });
  });
});
