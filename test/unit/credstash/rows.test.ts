import assert from 'node:assert/strict';
import { openRow } from '../../../src/credstash/open-row.js';
import {
  decodeHistoric,
  decodeListed,
  decodeRow,
  encodeRow,
  type Item,
} from '../../../src/credstash/rows.js';
import { sealRow } from '../../../src/credstash/seal-row.js';
import { MemoryTable } from './memory-table.js';

describe('rows', () => {
  const row = { name: 'a', version: '1', key: 'S0VZ', contents: 'Q09OVEVOVFM=', hmac: 'ab12', digest: 'MD5' };
  const item: Item = {
    name: { S: 'a' },
    version: { S: '1' },
    key: { S: 'S0VZ' },
    contents: { S: 'Q09OVEVOVFM=' },
    hmac: { S: 'ab12' },
    digest: { S: 'MD5' },
  };

  it('are items of strings, with a comment only if there is one', () => {
    assert.deepEqual(encodeRow(row), item);
    assert.deepEqual(encodeRow({ ...row, comment: '' }), item);
    assert.deepEqual(encodeRow({ ...row, comment: 'a note' }), { ...item, comment: { S: 'a note' } });
    assert.deepEqual(decodeRow(item), row);
    assert.deepEqual(decodeRow({ ...item, comment: { S: 'a note' } }), { ...row, comment: 'a note' });
  });

  it('have the digest SHA256 when the item has none', () => {
    const { digest, ...rest } = item;
    assert.equal(decodeRow(rest).digest, 'SHA256');
    assert.equal(decodeHistoric(rest).digest, 'SHA256');
    assert.equal(decodeHistoric(item).digest, 'MD5');
  });

  it('may have a binary HMAC', () => {
    assert.equal(decodeRow({ ...item, hmac: { B: Buffer.from('ab12') } }).hmac, 'ab12');
  });

  for (const attribute of ['key', 'contents', 'hmac', 'digest']) {
    it(`cannot be trusted when ${attribute} is a number`, () => {
      assert.throws(() => decodeRow({ ...item, [attribute]: { N: '1' } }), {
        code: 'INTEGRITY_ERROR',
        message: `The row of "a" version 1 cannot be trusted: its attribute "${attribute}" is not a string.`,
      });
    });
  }

  it('are listed by name, version and comment, whatever their other attributes are', () => {
    assert.deepEqual(decodeListed({ name: { S: 'a' }, version: { S: '1' }, comment: { S: 'a note' } }), {
      name: 'a',
      version: '1',
      comment: 'a note',
    });
    assert.deepEqual(decodeListed({}), { name: '', version: '' });
  });
});

describe('openRow', () => {
  const table = new MemoryTable();
  const stored = async (more: object) => {
    const unsealed = { name: 'a', value: 'v', comment: undefined, digest: 'SHA256', ...more };
    return { ...(await sealRow(unsealed, table.dataKeys)), version: '1' };
  };

  it('returns the value with its version, digest and comment', async () => {
    const secret = { name: 'a', version: '1', value: 'v', digest: 'SHA256' };
    assert.deepEqual(await openRow(await stored({}), table.unwrap), secret);
    assert.deepEqual(await openRow(await stored({ comment: 'a note' }), table.unwrap), {
      ...secret,
      comment: 'a note',
    });
  });

  for (const [change, reason] of [
    [{ hmac: '00' }, 'its HMAC does not fit its contents'],
    [{ contents: 'AAAA' }, 'its HMAC does not fit its contents'],
    [{ digest: 'WHIRLPOOL' }, 'its digest is not known'],
    [{ contents: '*' }, 'its contents are not base64'],
    [{ key: '*' }, 'its key is not base64'],
    [{ key: '' }, 'its key is not base64'],
  ] as const) {
    it(`refuses a row with ${JSON.stringify(change)}`, async () => {
      await assert.rejects(openRow({ ...(await stored({})), ...change }, table.unwrap), {
        name: 'IntegrityError',
        code: 'INTEGRITY_ERROR',
        secret: 'a',
        version: '1',
        message: `The row of "a" version 1 cannot be trusted: ${reason}.`,
      });
    });
  }
});

describe('sealRow', () => {
  const { dataKeys } = new MemoryTable();
  const seal = (more: object) =>
    sealRow({ name: 'a', value: 'v', comment: undefined, digest: 'SHA256', ...more }, dataKeys);

  it('fills an item of DynamoDB to its last byte, and no further', async () => {
    // With a value of 300,000 bytes and a wrapped key of 16, everything but the comment takes 400,153 bytes of 409,600.
    const value = 'x'.repeat(300_000);
    await seal({ value, comment: 'c'.repeat(9_447) });
    await assert.rejects(seal({ value, comment: 'c'.repeat(9_448) }), {
      code: 'INVALID_VALUE',
      secret: 'a',
      message: 'The value of "a" is too large: a DynamoDB item holds about 298 KB of text.',
    });
  });

  it('refuses a value or comment that is no text of UTF-8', async () => {
    const lone = {
      code: 'INVALID_VALUE',
      message:
        'The value of "a" or its comment is not text that UTF-8 can carry: half a character stands alone.',
    };
    await assert.rejects(seal({ value: 'half a \ud83d' }), lone);
    await assert.rejects(seal({ comment: '\udd11' }), lone);
    for (const wrong of [{ value: 7 }, { comment: {} }]) {
      await assert.rejects(seal(wrong), {
        code: 'INVALID_VALUE',
        message: 'The value of "a" or its comment is not a string.',
      });
    }
  });

  it('refuses a digest that not every reader knows', async () => {
    await assert.rejects(seal({ digest: 'RIPEMD' }), {
      code: 'INVALID_DIGEST',
      message:
        '"RIPEMD" is not a digest of credstash. It is one of SHA, SHA224, SHA256, SHA384, SHA512, MD5.',
    });
  });
});
