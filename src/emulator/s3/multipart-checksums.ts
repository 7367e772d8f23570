import { type Checksum, checksumAlgorithm, checksumOf, compositeChecksum } from './checksums.js';
import { invalidRequest } from './errors.js';
import type { S3Request } from './request.js';
import type { Part, Upload } from './uploads.js';

/**
 * Returns the checksum of a part. When the upload announced an algorithm, every part has a checksum of it.
 *
 * @throws AwsError InvalidRequest when the part was sent with a checksum of another algorithm
 */
export function partChecksum(
  upload: Upload,
  data: Buffer,
  sent: Checksum | undefined,
): { checksum?: Checksum } {
  if (!upload.checksum) return sent ? { checksum: sent } : {};
  if (sent && sent.algorithm !== upload.checksum.algorithm) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum.algorithm.toLowerCase()}, actual checksum Type: ${sent.algorithm.toLowerCase()}`,
    );
  }
  return { checksum: sent ?? checksumOf(upload.checksum.algorithm, data) };
}

/** Computes the checksum of the whole object; undefined when the upload announced no algorithm. */
export function wholeChecksum(upload: Upload, parts: readonly Part[], data: Buffer): Checksum | undefined {
  if (!upload.checksum) return undefined;
  const { algorithm, type } = upload.checksum;
  if (type === 'FULL_OBJECT') return checksumOf(algorithm, data);
  const values = parts.flatMap((part) => (part.checksum ? [part.checksum.value] : []));
  return compositeChecksum(algorithm, values);
}

/**
 * Reads the algorithm and the type of checksum that a new upload announces.
 *
 * CRC-64/NVME supports only FULL_OBJECT, and SHA only COMPOSITE.
 *
 * @throws AwsError InvalidRequest, NotImplemented
 */
export function announcedChecksum(request: S3Request): Upload['checksum'] {
  const name = request.headers['x-amz-checksum-algorithm'];
  if (!name) return undefined;
  const algorithm = checksumAlgorithm(name);
  const fallback = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const type = request.headers['x-amz-checksum-type'] ?? fallback;
  const possible =
    algorithm === 'CRC64NVME'
      ? ['FULL_OBJECT']
      : algorithm.startsWith('SHA')
        ? ['COMPOSITE']
        : ['FULL_OBJECT', 'COMPOSITE'];
  if (possible.includes(type)) return { algorithm, type: type as Checksum['type'] };
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
