import { AwsError } from '../aws/service.js';
import { type Checksum, checksumOf, claimedChecksum } from './checksums.js';
import { invalidRequest } from './errors.js';
import type { S3Request } from './request.js';
import type { Part, Upload } from './uploads.js';
import { childrenOf, childText, malformedXml, parseXml, type XmlElement } from './xml.js';

/** A part in the list of CompleteMultipartUpload. */
interface PartClaim {
  readonly number: number;
  readonly etag: string;
  /** Base64. Keys: names of elements, such as `ChecksumCRC32`. */
  readonly checksums: Readonly<Record<string, string>>;
}

const MINIMUM_PART_BYTES = 5 * 1024 * 1024;

/** Reads the list of parts. @throws AwsError MalformedXML, InvalidPartOrder */
export function readPartList(source: string): PartClaim[] {
  const claims = childrenOf(parseXml(source, 'CompleteMultipartUpload'), 'Part').map(readClaim);
  if (claims.length === 0) throw malformedXml();
  for (const [index, claim] of claims.entries()) {
    if (claim.number > (claims[index - 1]?.number ?? 0)) continue;
    throw new AwsError(
      'InvalidPartOrder',
      400,
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  return claims;
}

/**
 * Returns the stored parts of the list, and verifies that etags and checksums are those of the list.
 *
 * @throws AwsError InvalidPart, EntityTooSmall
 */
export function selectParts(upload: Upload, stored: readonly Part[], claims: readonly PartClaim[]): Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const parts = claims.map((claim) => {
    const part = byNumber.get(claim.number);
    if (!part || part.etag !== claim.etag || !hasClaimedChecksum(part, claim))
      throw invalidPart(upload, claim);
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.size < MINIMUM_PART_BYTES);
  if (!small) return parts;
  throw new AwsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
    ETag: small.etag,
    MinSizeAllowed: MINIMUM_PART_BYTES,
    PartNumber: small.number,
    ProposedSize: small.size,
  });
}

/**
 * Verifies what the request claims about the whole object: its checksum and its size.
 *
 * @throws AwsError BadDigest, InvalidRequest
 */
export function verifyClaims(request: S3Request, checksum: Checksum | undefined, data: Buffer): void {
  const size = request.headers['x-amz-mp-object-size'];
  if (size !== undefined && Number(size) !== data.length) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${data.length}`,
    );
  }
  const claimed = claimedChecksum(request.headers);
  if (!claimed) return;
  const calculated =
    checksum?.algorithm === claimed.algorithm ? checksum : checksumOf(claimed.algorithm, data);
  if (calculated.value === claimed.value) return;
  throw new AwsError(
    'BadDigest',
    400,
    `The ${claimed.algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
  );
}

function readClaim(part: XmlElement): PartClaim {
  const number = Number(childText(part, 'PartNumber'));
  const etag = childText(part, 'ETag');
  if (!Number.isInteger(number) || etag === undefined) throw malformedXml();
  const checksums = part.children
    .filter((child) => child.name.startsWith('Checksum'))
    .map((child) => [child.name, child.text]);
  return { number, etag: etag.replaceAll('"', ''), checksums: Object.fromEntries(checksums) };
}

const hasClaimedChecksum = (part: Part, claim: PartClaim): boolean =>
  Object.entries(claim.checksums).every(
    ([name, value]) => name === `Checksum${part.checksum?.algorithm}` && part.checksum?.value === value,
  );

const invalidPart = (upload: Upload, claim: PartClaim): AwsError =>
  new AwsError(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: upload.uploadId, PartNumber: claim.number, ETag: claim.etag },
  );
