import { AwsError } from '../aws/service.js';
import type { StoredObject, Version } from './bucket.js';
import { NULL_VERSION } from './bucket.js';
import { checksumHeaders } from './checksums.js';
import { type S3Request, storedContentEncoding } from './request.js';

/** Headers of an object that S3 keeps as they came. */
const KEPT = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'] as const;
const METADATA = 'x-amz-meta-';
const MAXIMUM_METADATA_BYTES = 2048;

/** What a GET may say in place of what was stored. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
};

export const OVERRIDE_PARAMETERS = Object.keys(OVERRIDES);

/** What a write says about the object besides its bytes. @throws AwsError MetadataTooLarge */
export function describedObject(request: S3Request): Pick<StoredObject, 'headers' | 'metadata'> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT) {
    const value = request.headers[name];
    if (value) headers[name] = value;
  }
  const encoding = storedContentEncoding(request);
  if (encoding) headers['content-encoding'] = encoding;
  return { headers, metadata: userMetadata(request) };
}

/** Headers of GetObject and HeadObject. */
export function objectHeaders(request: S3Request, object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [`${METADATA}${name}`, value]);
  return {
    ...object.headers,
    ...overrides(request),
    ...Object.fromEntries(metadata),
    ...(request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED'
      ? checksumHeaders(object.checksum)
      : {}),
    'accept-ranges': 'bytes',
    etag: quoted(object.etag),
    'last-modified': new Date(object.lastModified).toUTCString(),
    ...versionHeader(object),
  };
}

/** A bucket that never had versioning does not speak of versions. */
export const versionHeader = (version: Version): Record<string, string> =>
  version.versionId === NULL_VERSION ? {} : { 'x-amz-version-id': version.versionId };

export const quoted = (etag: string): string => `"${etag}"`;

function userMetadata(request: S3Request): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(METADATA) || value === undefined) continue;
    metadata[name.slice(METADATA.length)] = value;
    bytes += Buffer.byteLength(name.slice(METADATA.length)) + Buffer.byteLength(value);
  }
  if (bytes > MAXIMUM_METADATA_BYTES) {
    throw new AwsError(
      'MetadataTooLarge',
      400,
      'Your metadata headers exceed the maximum allowed metadata size',
      { Size: bytes, MaxSizeAllowed: MAXIMUM_METADATA_BYTES },
    );
  }
  return metadata;
}

function overrides(request: S3Request): Record<string, string> {
  const entries = Object.entries(OVERRIDES).flatMap(([parameter, header]) => {
    const value = request.query.get(parameter);
    return value ? [[header, value]] : [];
  });
  return Object.fromEntries(entries);
}
