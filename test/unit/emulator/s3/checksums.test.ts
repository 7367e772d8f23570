import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  type ChecksumAlgorithm,
  checksumOf,
  compositeChecksum,
  verifyChecksums,
} from '../../../../src/emulator/s3/checksums.js';
import { crc32c, crc64nvme } from '../../../../src/emulator/s3/crc.js';

const digits = Buffer.from('123456789');

describe('checksums', () => {
  it('has the check values of the CRC catalogue', () => {
    assert.equal(crc32c(digits), 0xe3069283);
    assert.equal(crc64nvme(digits), 0xae8b14860a799888n);
    assert.equal(checksumOf('CRC32', digits).value, Buffer.from('cbf43926', 'hex').toString('base64'));
  });

  it('has the value of nothing', () => {
    assert.equal(crc32c(Buffer.alloc(0)), 0);
    assert.equal(crc64nvme(Buffer.alloc(0)), 0n);
  });

  const algorithms: ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];
  for (const algorithm of algorithms) {
    it(`takes a right ${algorithm} and refuses a wrong one`, () => {
      const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
      const checksum = checksumOf(algorithm, digits);
      assert.deepEqual(verifyChecksums({ [name]: checksum.value }, digits), checksum);
      assert.throws(() => verifyChecksums({ [name]: checksum.value }, Buffer.from('12345678')), {
        code: 'BadDigest',
        message: `The ${algorithm} you specified did not match the calculated checksum.`,
      });
    });
  }

  it('refuses a wrong Content-MD5, and what is none', () => {
    const wrong = createHash('md5').update('other').digest('base64');
    assert.throws(() => verifyChecksums({ 'content-md5': wrong }, digits), { code: 'BadDigest' });
    assert.throws(() => verifyChecksums({ 'content-md5': 'YWJj' }, digits), { code: 'InvalidDigest' });
  });

  it('refuses two checksums at once', () => {
    const headers = { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-sha1': 'x' };
    assert.throws(() => verifyChecksums(headers, digits), { code: 'InvalidRequest' });
  });

  it('refuses an algorithm that it cannot compute', () => {
    assert.throws(() => verifyChecksums({ 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' }, digits), {
      code: 'NotImplemented',
      status: 501,
    });
  });

  it('refuses an announced algorithm without its checksum', () => {
    assert.throws(() => verifyChecksums({ 'x-amz-sdk-checksum-algorithm': 'CRC32' }, digits), {
      code: 'InvalidRequest',
    });
  });

  it('digests the digests of parts, and says how many', () => {
    const parts = [
      checksumOf('SHA256', Buffer.from('a')).value,
      checksumOf('SHA256', Buffer.from('b')).value,
    ];
    const whole = createHash('sha256').update(
      Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))),
    );
    assert.deepEqual(compositeChecksum('SHA256', parts), {
      algorithm: 'SHA256',
      value: `${whole.digest('base64')}-2`,
      type: 'COMPOSITE',
    });
  });
});
