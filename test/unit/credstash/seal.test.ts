import assert from 'node:assert/strict';
import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { DIGESTS } from '../../../src/credstash/digests.js';
import { decodeBase64, isEncodable, open, seal } from '../../../src/credstash/seal.js';

const dataKey = Buffer.from(Array.from({ length: 64 }, (_, index) => index));

describe('seal', () => {
  it('writes the known vector of the format', () => {
    assert.deepEqual(seal('hunter2', dataKey, 'SHA256'), {
      contents: 'mCgY2i/LrQ==',
      hmac: '616e8a0375ea6bafe9fa59775b40795ac225db317a21fa636c747ab2333f7755',
    });
  });

  it('authenticates the ciphertext with the second half of the data key, with every digest', () => {
    const algorithms = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'md5'];
    DIGESTS.forEach((digest, index) => {
      const { contents, hmac } = seal('hunter2', dataKey, digest);
      const mac = createHmac(algorithms[index]!, dataKey.subarray(32));
      assert.equal(hmac, mac.update(Buffer.from(contents, 'base64')).digest('hex'), digest);
    });
  });

  it('encrypts an empty value to empty contents', () => {
    assert.equal(seal('', dataKey, 'SHA256').contents, '');
  });
});

describe('open', () => {
  const sealed = seal('hunter2', dataKey, 'SHA256');

  it('accepts an HMAC in upper case', () => {
    const upper = { ...sealed, hmac: sealed.hmac.toUpperCase() };
    assert.deepEqual(open(upper, dataKey, 'SHA256'), { value: 'hunter2' });
  });

  it('accepts the spellings of a digest that other writers use', () => {
    for (const [digest, spellings] of [
      ['SHA', ['SHA1', 'sha', 'sha-1']],
      ['SHA256', ['sha256', 'SHA-256']],
    ] as const) {
      for (const spelling of spellings) {
        assert.deepEqual(open(seal('x', dataKey, digest), dataKey, spelling), { value: 'x' }, spelling);
      }
    }
  });

  it('keeps a byte order mark, NUL and text outside the BMP', () => {
    const value = '\u{feff}a\0b🔑日本語\r\n ';
    assert.deepEqual(open(seal(value, dataKey, 'SHA256'), dataKey, 'SHA256'), { value });
  });

  it('decrypts a value of more than 256 blocks, for which one byte of the counter is not enough', () => {
    const value = 'x'.repeat(16 * 300);
    assert.deepEqual(open(seal(value, dataKey, 'SHA256'), dataKey, 'SHA256'), { value });
  });

  it('reports an unknown digest', () => {
    assert.deepEqual(open(sealed, dataKey, 'WHIRLPOOL'), { failure: 'digest' });
    assert.deepEqual(open(sealed, dataKey, 'constructor'), { failure: 'digest' });
  });

  const { hmac } = sealed;
  for (const [what, altered] of [
    ['another HMAC', '0'.repeat(64)],
    ['an HMAC with another last digit', `${hmac.slice(0, 63)}${hmac.endsWith('5') ? '4' : '5'}`],
    ['a shortened HMAC', hmac.slice(0, 62)],
    ['a lengthened HMAC', `${hmac}00`],
    ['an HMAC with one more digit', `${hmac}0`],
    ['an HMAC with more text', `${hmac}zz`],
    ['an HMAC that is not hexadecimal', `${hmac.slice(0, 62)}zz`],
    ['no HMAC', ''],
  ]) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(open({ ...sealed, hmac: altered ?? '' }, dataKey, 'SHA256'), { failure: 'hmac' });
    });
  }

  it('refuses contents that are not base64', () => {
    assert.deepEqual(open({ ...sealed, contents: `${sealed.contents}*` }, dataKey, 'SHA256'), {
      failure: 'base64',
    });
  });

  it('refuses authenticated bytes that are not UTF-8', () => {
    // CTR is a stream cipher: flipping a bit of the ciphertext flips the same bit of the plaintext.
    const { contents } = seal('\0\0', dataKey, 'SHA256');
    const bytes = Buffer.from(contents, 'base64').map((byte) => byte ^ 0xff);
    const hmac = createHmac('sha256', dataKey.subarray(32)).update(bytes).digest('hex');
    const forged = { contents: Buffer.from(bytes).toString('base64'), hmac };
    assert.deepEqual(open(forged, dataKey, 'SHA256'), { failure: 'utf-8' });
  });

  it('decrypts random values, and never a corrupted row', () => {
    for (let round = 0; round < 2000; round++) {
      const key = randomBytes(64);
      const value = randomText();
      const digest = DIGESTS[randomInt(DIGESTS.length)]!;
      const row = seal(value, key, digest);
      assert.deepEqual(open(row, key, digest), { value });
      const corrupted = corrupt(row, key);
      const opened = open(corrupted, corrupted.key, digest);
      assert.ok('failure' in opened, JSON.stringify({ row, corrupted, digest }));
    }
  });
});

describe('decodeBase64', () => {
  it('decodes standard base64, and nothing else', () => {
    assert.deepEqual(decodeBase64('+/8='), Buffer.of(0xfb, 0xff));
    assert.deepEqual(decodeBase64(''), Buffer.alloc(0));
    for (const text of ['+/8', '-_8=', '+/9=', ' +/8=', '+/8=\n', '*']) {
      assert.equal(decodeBase64(text), undefined, JSON.stringify(text));
    }
  });
});

describe('isEncodable', () => {
  it('refuses half of a surrogate pair', () => {
    for (const text of ['', 'a\0é🔑\ufeff\uffff']) assert.ok(isEncodable(text));
    for (const text of ['\ud83d', '\udd11', 'a\udd11\ud83d']) assert.ok(!isEncodable(text));
  });
});

function randomText(): string {
  const points = Array.from({ length: randomInt(200) }, () => {
    const point = randomInt(0x110000);
    return point >= 0xd800 && point <= 0xdfff ? 0x41 : point;
  });
  return String.fromCodePoint(...points);
}

function corrupt(row: { contents: string; hmac: string }, key: Buffer) {
  const flipped = (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    const at = randomInt(copy.length);
    copy[at] = copy[at]! ^ (1 << randomInt(8));
    return copy;
  };
  const ciphertext = Buffer.from(row.contents, 'base64');
  switch (randomInt(4)) {
    case 0:
      return { ...row, key, contents: Buffer.concat([ciphertext, randomBytes(1)]).toString('base64') };
    case 1:
      return { ...row, key, hmac: flipped(Buffer.from(row.hmac, 'hex')).toString('hex') };
    case 2: {
      // Corrupt only the second half, which authenticates. KMS detects a corrupted wrapped key, which contains both.
      const wrong = Buffer.concat([key.subarray(0, 32), flipped(key.subarray(32))]);
      return { ...row, key: wrong };
    }
    default: {
      const contents = ciphertext.length ? flipped(ciphertext).toString('base64') : `${row.contents}AA==`;
      return { ...row, key, contents };
    }
  }
}
