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
  it('are those of the CRC catalogue', () => {
    assert.equal(crc32c(digits), 0xe3069283);
    assert.equal(crc64nvme(digits), 0xae8b14860a799888n);
    assert.equal(checksumOf('CRC32', digits).value, Buffer.from('cbf43926', 'hex').toString('base64'));
  });

  // CRC-32C: RFC 3720, appendix B.4. CRC-64/NVME: the test vectors of awslabs/aws-checksums.
  for (const [what, bytes, crc32, crc64] of [
    ['zeros', Array(32).fill(0), 0x8a9136aa, 0xcf3473434d4ecf3bn],
    ['ones', Array(32).fill(0xff), 0x62a8ab43, 0xa0a06974c34d63c4n],
    ['ascending bytes', [...Array(32).keys()], 0x46dd794e, 0xb9d9d4a8492cbd7fn],
  ] as const) {
    it(`are those of the published vectors for 32 ${what}`, () => {
      const data = Buffer.from(bytes);
      assert.deepEqual([crc32c(data), crc64nvme(data)], [crc32, crc64]);
    });
  }

  it('of no bytes are zero', () => {
    assert.equal(crc32c(Buffer.alloc(0)), 0);
    assert.equal(crc64nvme(Buffer.alloc(0)), 0n);
  });

  const algorithms: ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];
  for (const algorithm of algorithms) {
    it(`accept a valid ${algorithm}, and refuse a wrong one and one of another length`, () => {
      const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
      const checksum = checksumOf(algorithm, digits);
      assert.deepEqual(verifyChecksums({ [name]: checksum.value }, digits), checksum);
      const short = Buffer.from(checksum.value, 'base64').subarray(1).toString('base64');
      assert.throws(() => verifyChecksums({ [name]: short }, digits), {
        code: 'InvalidRequest',
        message: `Value for ${name} header is invalid.`,
      });
      assert.throws(() => verifyChecksums({ [name]: checksum.value }, Buffer.from('12345678')), {
        code: 'BadDigest',
        message: `The ${algorithm} you specified did not match the calculated checksum.`,
      });
    });
  }

  it('refuse a wrong Content-MD5 and a malformed one', () => {
    const wrong = createHash('md5').update('other').digest('base64');
    const right = createHash('md5').update(digits).digest('base64');
    assert.equal(verifyChecksums({ 'content-md5': right }, digits), undefined);
    assert.throws(() => verifyChecksums({ 'content-md5': wrong }, digits), {
      code: 'BadDigest',
      members: { ExpectedDigest: wrong, CalculatedDigest: right },
    });
    assert.throws(() => verifyChecksums({ 'content-md5': 'YWJj' }, digits), {
      code: 'InvalidDigest',
      members: { 'Content-MD5': 'YWJj' },
    });
  });

  it('refuse two checksums at once', () => {
    const headers = { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-sha1': 'x' };
    assert.throws(() => verifyChecksums(headers, digits), { code: 'InvalidRequest' });
  });

  it('ignore the headers that only describe a checksum', () => {
    const headers = {
      'x-amz-checksum-mode': 'ENABLED',
      'x-amz-checksum-algorithm': 'CRC32',
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-checksum-sha1': undefined,
    };
    assert.equal(verifyChecksums(headers, digits), undefined);
  });

  it('refuse an algorithm that they cannot compute', () => {
    assert.throws(() => verifyChecksums({ 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' }, digits), {
      code: 'NotImplemented',
      status: 501,
    });
  });

  it('refuse an announced algorithm without its checksum', () => {
    assert.throws(() => verifyChecksums({ 'x-amz-sdk-checksum-algorithm': 'CRC32' }, digits), {
      code: 'InvalidRequest',
    });
  });

  it('of parts are the digest of their digests and their number', () => {
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
