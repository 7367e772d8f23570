import assert from 'node:assert/strict';
import { DIGESTS, findAlgorithm, isDigest } from '../../../src/credstash/digests.js';

describe('findAlgorithm', () => {
  for (const [algorithm, spellings] of Object.entries({
    sha1: ['SHA', 'SHA1', 'sha', 'sha-1'],
    sha224: ['SHA224', 'sha-224'],
    sha256: ['SHA256', 'Sha-256'],
    sha384: ['SHA384', 'sha384'],
    sha512: ['SHA512', 'sha-512'],
    md5: ['MD5', 'md5'],
    ripemd160: ['RIPEMD', 'RIPEMD160', 'ripemd-160'],
  })) {
    it(`knows ${algorithm} in every spelling`, () => {
      for (const spelling of spellings) assert.equal(findAlgorithm(spelling), algorithm, spelling);
    });
  }

  it('knows no other name, nor a property that every object has', () => {
    for (const name of ['', 'SHA3', 'WHIRLPOOL', 'toString', 'constructor', 'SHA 256']) {
      assert.equal(findAlgorithm(name), undefined, name);
    }
  });
});

describe('isDigest', () => {
  it('accepts only the names of the format', () => {
    assert.deepEqual([...DIGESTS], ['SHA', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'MD5']);
    for (const digest of DIGESTS) assert.ok(isDigest(digest));
    for (const digest of ['sha256', 'SHA1', 'RIPEMD', '']) assert.ok(!isDigest(digest));
  });
});
