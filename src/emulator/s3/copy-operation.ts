import { createHash } from 'node:crypto';
import type { Bucket, StoredObject } from './bucket.js';
import { checksumAlgorithm, checksumOf } from './checksums.js';
import { checkCopySourceConditions } from './conditions.js';
import { invalidArgument, invalidRequest } from './errors.js';
import { describedObject, quoted, versionHeader } from './object-headers.js';
import { findObject, storeObject } from './object-operations.js';
import type { S3Handler, S3State } from './operation.js';
import { xmlAnswer } from './operation.js';
import type { S3Request } from './request.js';
import { document, element } from './xml.js';

export const copyObject: S3Handler = async (state, request) => {
  const target = state.buckets.get(request.bucket);
  const source = findCopySource(state, request);
  const replaces = replacesMetadata(request);
  if (source.bucket === target && source.object === target.current(request.key) && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const data = await source.bucket.readBlob(source.object);
  const checksum = copiedChecksum(request, source.object, data);
  const object = {
    type: 'object' as const,
    // A copy is one piece, even when the source was uploaded in parts.
    etag: createHash('md5').update(data).digest('hex'),
    ...(replaces
      ? describedObject(request)
      : { headers: source.object.headers, metadata: source.object.metadata }),
    ...(checksum ? { checksum } : {}),
  };
  const stored = await storeObject(state, target, request, { object, data });
  const sourceVersion = versionHeader(source.object)['x-amz-version-id'];
  return xmlAnswer(
    document(
      'CopyObjectResult',
      element('LastModified', stored.lastModified),
      element('ETag', quoted(stored.etag)),
      element('ChecksumType', checksum?.type),
      checksum ? element(`Checksum${checksum.algorithm}`, checksum.value) : '',
    ),
    {
      ...versionHeader(stored),
      ...(sourceVersion ? { 'x-amz-copy-source-version-id': sourceVersion } : {}),
    },
  );
};

/**
 * Finds the object in `x-amz-copy-source`: `[/]<bucket>/<key>[?versionId=<id>]`, percent-encoded.
 *
 * @throws AwsError InvalidArgument, NoSuchKey, NoSuchVersion, PreconditionFailed
 */
export function findCopySource(state: S3State, request: S3Request): { bucket: Bucket; object: StoredObject } {
  const header = request.headers['x-amz-copy-source'] ?? '';
  const parts = /^\/?([^/?]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(header);
  if (!parts?.[1] || !parts[2]) throw badCopySource(header);
  const query = new Map(parts[3] ? [['versionId', parts[3]]] : []);
  const found = findObject(state, { bucket: parts[1], key: decoded(parts[2], header), query });
  checkCopySourceConditions(request.headers, found.object);
  return found;
}

/** Computes the checksum that the request asks for, else one of the source's algorithm. */
function copiedChecksum(
  request: S3Request,
  source: StoredObject,
  data: Buffer,
): ReturnType<typeof checksumOf> | undefined {
  const asked = request.headers['x-amz-checksum-algorithm'];
  if (asked) return checksumOf(checksumAlgorithm(asked), data);
  return source.checksum && checksumOf(source.checksum.algorithm, data);
}

function replacesMetadata(request: S3Request): boolean {
  const name = 'x-amz-metadata-directive';
  const directive = request.headers[name] ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument('Unknown metadata directive.', name, directive);
}

function decoded(key: string, header: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    throw badCopySource(header);
  }
}

const badCopySource = (header: string): Error =>
  invalidArgument(
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    'x-amz-copy-source',
    header,
  );
