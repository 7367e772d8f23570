import { createHash } from 'node:crypto';
import { AwsError, type AwsResponse } from '../aws/service.js';
import type { Bucket, StoredObject } from './bucket.js';
import { checksumHeaders } from './checksums.js';
import { checkReadConditions, checkWriteCondition } from './conditions.js';
import { noSuchBucket, noSuchKey, noSuchVersion } from './errors.js';
import { describedObject, objectHeaders, quoted, versionHeader } from './object-headers.js';
import { type S3Handler, type S3State, xmlAnswer } from './operation.js';
import { parseRange } from './range.js';
import { payloadOf, type S3Request } from './request.js';
import { document, group } from './xml.js';

export const putObject: S3Handler = async (state, request) => {
  const bucket = state.buckets.get(request.bucket);
  const { data, checksum } = payloadOf(request);
  const object = {
    type: 'object' as const,
    etag: createHash('md5').update(data).digest('hex'),
    ...describedObject(request),
    ...(checksum ? { checksum } : {}),
  };
  const stored = await storeObject(state, bucket, request, { object, data });
  return {
    status: 200,
    headers: { etag: quoted(object.etag), ...checksumHeaders(checksum), ...versionHeader(stored) },
  };
};

export const getObject: S3Handler = async (state, request) => {
  const { bucket, object } = findObject(state, request);
  if (checkReadConditions(request.headers, object) === 'not-modified') return notModified(object);
  const headers = objectHeaders(request, object);
  const range = parseRange(request.headers.range, object.size);
  if (!range) return { status: 200, headers, body: await bucket.readBlob(object) };
  return {
    status: 206,
    headers: { ...withoutChecksum(headers), 'content-range': contentRange(range, object.size) },
    body: await bucket.readBlob(object, range.start, range.end),
  };
};

export const headObject: S3Handler = (state, request) => {
  const { object } = findObject(state, request);
  if (checkReadConditions(request.headers, object) === 'not-modified') return notModified(object);
  const headers = objectHeaders(request, object);
  const range = parseRange(request.headers.range, object.size);
  if (!range) return { status: 200, headers: { ...headers, 'content-length': String(object.size) } };
  return {
    status: 206,
    headers: {
      ...withoutChecksum(headers),
      'content-range': contentRange(range, object.size),
      'content-length': String(range.end - range.start),
    },
  };
};

/**
 * Answers that the object has no tags: a write with tags is refused.
 *
 * Version 2 of the AWS CLI asks this before it copies a large object from bucket to bucket.
 */
export const getObjectTagging: S3Handler = (state, request) => {
  const { object } = findObject(state, request);
  return xmlAnswer(document('Tagging', group('TagSet')), versionHeader(object));
};

/**
 * Stores the bytes of an object, and then makes it the current version of its key.
 *
 * It checks the write condition twice: first, to avoid writing bytes for nothing; and again right before the commit,
 * without yielding in between.
 *
 * @param beforeCommit may throw to cancel the write
 * @throws AwsError PreconditionFailed, NoSuchKey, NoSuchBucket
 */
export async function storeObject(
  state: S3State,
  bucket: Bucket,
  request: S3Request,
  {
    object,
    data,
  }: { object: Omit<StoredObject, 'versionId' | 'lastModified' | 'blob' | 'size'>; data: Buffer },
  beforeCommit: () => void = () => {},
): Promise<StoredObject> {
  checkWriteCondition(request.headers, request.key, bucket.current(request.key));
  const blob = await bucket.writeBlob(data);
  try {
    if (state.buckets.get(bucket.name) !== bucket) throw noSuchBucket(bucket.name);
    checkWriteCondition(request.headers, request.key, bucket.current(request.key));
    beforeCommit();
  } catch (error) {
    await bucket.dropBlob(blob);
    throw error;
  }
  const lastModified = state.context.clock.now().toISOString();
  return bucket.add<StoredObject>(request.key, { ...object, blob, size: data.length, lastModified });
}

/**
 * Finds the object of a request: the version in `versionId`, else the latest.
 *
 * @throws AwsError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker)
 */
export function findObject(
  state: S3State,
  { bucket: name, key, query }: Pick<S3Request, 'bucket' | 'key' | 'query'>,
): { bucket: Bucket; object: StoredObject } {
  const bucket = state.buckets.get(name);
  const versionId = query.get('versionId');
  const version =
    versionId === undefined
      ? bucket.latest(key)
      : bucket.versions(key).find((candidate) => candidate.versionId === versionId);
  if (!version) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (version.type === 'object') return { bucket, object: version };
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId };
  if (versionId === undefined)
    throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key, headers });
  throw new AwsError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    Method: 'GET',
    ResourceType: 'DeleteMarker',
    headers: { ...headers, allow: 'DELETE' },
  });
}

function notModified(object: StoredObject): AwsResponse {
  return {
    status: 304,
    headers: {
      etag: quoted(object.etag),
      'last-modified': new Date(object.lastModified).toUTCString(),
      ...versionHeader(object),
    },
  };
}

const contentRange = (range: { start: number; end: number }, size: number): string =>
  `bytes ${range.start}-${range.end - 1}/${size}`;

/** Removes the checksum of the whole object, which does not match a part of it. */
const withoutChecksum = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
