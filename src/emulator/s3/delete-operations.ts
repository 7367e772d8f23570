import { notSupported } from '../aws/service.js';
import type { Bucket } from './bucket.js';
import { type DeleteMarker, NULL_VERSION } from './bucket.js';
import { verifyChecksums } from './checksums.js';
import { checkWriteCondition } from './conditions.js';
import { invalidRequest } from './errors.js';
import type { S3Handler, S3State } from './operation.js';
import { xmlAnswer } from './operation.js';
import {
  childrenOf,
  childText,
  document,
  element,
  group,
  malformedXml,
  parseXml,
  type XmlElement,
} from './xml.js';

interface Deletion {
  readonly key: string;
  readonly versionId?: string;
}

interface Deleted extends Deletion {
  /** Whether the version that was removed or created is a delete marker. */
  readonly deleteMarker: boolean;
  readonly markerVersionId?: string;
}

const MAXIMUM_DELETIONS = 1000;

export const deleteObject: S3Handler = (state, request) => {
  const bucket = state.buckets.get(request.bucket);
  if (request.headers['if-none-match'] !== undefined)
    throw notSupported('s3', 'DeleteObject with If-None-Match');
  checkWriteCondition(request.headers, request.key, bucket.current(request.key));
  const versionId = request.query.get('versionId');
  const deleted = deleteOne(state, bucket, { key: request.key, ...(versionId ? { versionId } : {}) });
  const shown = deleted.versionId ?? deleted.markerVersionId;
  return {
    status: 204,
    headers: {
      ...(deleted.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
      ...(shown ? { 'x-amz-version-id': shown } : {}),
    },
  };
};

export const deleteObjects: S3Handler = (state, request) => {
  const bucket = state.buckets.get(request.bucket);
  requireDigest(request.headers);
  verifyChecksums(request.headers, request.body);
  const body = parseXml(request.body.toString(), 'Delete');
  const deletions = childrenOf(body, 'Object').map(readDeletion);
  if (deletions.length === 0 || deletions.length > MAXIMUM_DELETIONS) throw malformedXml();
  const deleted = deletions.map((deletion) => deleteOne(state, bucket, deletion));
  const quiet = childText(body, 'Quiet') === 'true';
  return xmlAnswer(document('DeleteResult', ...(quiet ? [] : deleted.map(deletedXml))));
};

/**
 * Deletes a version, or a key: with versioning, a delete marker hides the key. A missing key is no error.
 */
function deleteOne(state: S3State, bucket: Bucket, { key, versionId }: Deletion): Deleted {
  if (versionId !== undefined) {
    const version = bucket.versions(key).find((candidate) => candidate.versionId === versionId);
    if (version) bucket.remove(key, versionId);
    const deleteMarker = version?.type === 'delete-marker';
    return { key, versionId, deleteMarker, ...(deleteMarker ? { markerVersionId: versionId } : {}) };
  }
  if (bucket.versioning === 'Unversioned') {
    bucket.remove(key, NULL_VERSION);
    return { key, deleteMarker: false };
  }
  const lastModified = state.context.clock.now().toISOString();
  const marker = bucket.add<DeleteMarker>(key, { type: 'delete-marker', lastModified });
  return { key, deleteMarker: true, markerVersionId: marker.versionId };
}

function readDeletion(object: XmlElement): Deletion {
  for (const { name } of object.children)
    if (name !== 'Key' && name !== 'VersionId') throw notSupported('s3', `DeleteObjects with ${name}`);
  const key = childText(object, 'Key');
  if (!key) throw malformedXml();
  const versionId = childText(object, 'VersionId');
  return { key, ...(versionId ? { versionId } : {}) };
}

const deletedXml = (deleted: Deleted): string =>
  group(
    'Deleted',
    element('Key', deleted.key),
    element('VersionId', deleted.versionId),
    element('DeleteMarker', deleted.deleteMarker || undefined),
    element('DeleteMarkerVersionId', deleted.markerVersionId),
  );

/** S3 requires a digest of the body for this operation only. */
function requireDigest(headers: Readonly<Record<string, string | undefined>>): void {
  if (headers['content-md5'] || Object.keys(headers).some((name) => /^x-amz-checksum-(?!mode)/.test(name)))
    return;
  throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
}
