import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError, notSupported } from '../aws/service.js';
import { crc32c, crc64nvme } from './crc.js';
import { invalidRequest } from './errors.js';

export type ChecksumAlgorithm = keyof typeof ALGORITHMS;

/** A checksum as S3 stores it: base64, and `<base64>-<number of parts>` when it is composite. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

type Headers = Readonly<Record<string, string | undefined>>;

const ALGORITHMS = {
  CRC32: { bytes: 4, digest: (data: Buffer) => unsigned32(crc32(data)) },
  CRC32C: { bytes: 4, digest: (data: Buffer) => unsigned32(crc32c(data)) },
  CRC64NVME: { bytes: 8, digest: (data: Buffer) => unsigned64(crc64nvme(data)) },
  SHA1: { bytes: 20, digest: (data: Buffer) => createHash('sha1').update(data).digest() },
  SHA256: { bytes: 32, digest: (data: Buffer) => createHash('sha256').update(data).digest() },
} as const;

const HEADER = 'x-amz-checksum-';
/** Headers with this prefix that contain no checksum. */
const SETTINGS: ReadonlySet<string> = new Set(['mode', 'algorithm', 'type']);

/**
 * Reads the name of an algorithm, in any case.
 *
 * @throws AwsError NotImplemented for an algorithm that the emulator cannot compute
 */
export function checksumAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = name.toUpperCase();
  if (!isAlgorithm(algorithm)) throw notSupported('s3', `checksum algorithm ${name}`);
  return algorithm;
}

/** Computes the checksum of a whole object or part. */
export function checksumOf(algorithm: ChecksumAlgorithm, data: Buffer): Checksum {
  return { algorithm, value: digest(algorithm, data), type: 'FULL_OBJECT' };
}

/**
 * Computes the checksum of parts: the digest of their digests, and their number.
 *
 * @param parts digest of each part, base64
 */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): Checksum {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return { algorithm, value: `${digest(algorithm, digests)}-${parts.length}`, type: 'COMPOSITE' };
}

/**
 * Verifies every checksum that the headers claim for `data`. The caller merges trailers into the headers.
 *
 * @returns the checksum to store with the object; undefined without one (an MD5 is not stored)
 * @throws AwsError BadDigest, InvalidDigest or InvalidRequest, with S3's own texts
 */
export function verifyChecksums(headers: Headers, data: Buffer): Checksum | undefined {
  verifyMd5(headers['content-md5'], data);
  const claimed = claimedChecksum(headers);
  if (!claimed) return undefined;
  const { algorithm, value } = claimed;
  if (Buffer.from(value, 'base64').length !== ALGORITHMS[algorithm].bytes) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  if (digest(algorithm, data) !== value) {
    throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

/** Returns the headers of an answer that report a checksum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return {
    [`${HEADER}${checksum.algorithm.toLowerCase()}`]: checksum.value,
    [`${HEADER}type`]: checksum.type,
  };
}

/**
 * Returns the checksum that the headers claim, not yet verified.
 *
 * @throws AwsError InvalidRequest for more than one, and for an announced algorithm without its checksum
 */
export function claimedChecksum(
  headers: Headers,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const claims = Object.entries(headers).flatMap(([name, value]) => {
    const algorithm = name.startsWith(HEADER) ? name.slice(HEADER.length) : '';
    if (!algorithm || SETTINGS.has(algorithm) || value === undefined) return [];
    return [{ algorithm: checksumAlgorithm(algorithm), value }];
  });
  if (claims.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const announced = headers['x-amz-sdk-checksum-algorithm'];
  if (announced && !claims[0]) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  return claims[0];
}

function verifyMd5(claimed: string | undefined, data: Buffer): void {
  if (claimed === undefined) return;
  if (Buffer.from(claimed, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', {
      'Content-MD5': claimed,
    });
  }
  const calculated = createHash('md5').update(data).digest('base64');
  if (calculated !== claimed) {
    throw new AwsError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
      ExpectedDigest: claimed,
      CalculatedDigest: calculated,
    });
  }
}

const digest = (algorithm: ChecksumAlgorithm, data: Buffer): string =>
  ALGORITHMS[algorithm].digest(data).toString('base64');

const isAlgorithm = (name: string): name is ChecksumAlgorithm => Object.hasOwn(ALGORITHMS, name);

function unsigned32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function unsigned64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

const badDigest = (message: string): AwsError => new AwsError('BadDigest', 400, message);
