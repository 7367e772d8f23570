import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { DataKeys } from '../../../src/credstash/data-keys.js';
import { openRow } from '../../../src/credstash/open-row.js';
import { sealRow } from '../../../src/credstash/seal-row.js';

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
