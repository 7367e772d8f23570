import { AwsError } from '../aws/service.js';
import type { StoredObject, Version } from './bucket.js';
import { NULL_VERSION } from './bucket.js';
import { checksumHeaders } from './checksums.js';
import { type S3Request, storedContentEncoding } from './request.js';

/** Headers of an object that S3 stores unchanged. */
const KEPT = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'] as const;
const METADATA = 'x-amz-meta-';
const MAXIMUM_METADATA_BYTES = 2048;

/** Parameters of a GET that replace stored headers in its answer. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
};

export const OVERRIDE_PARAMETERS = Object.keys(OVERRIDES);

/** Reads the headers and metadata of a write, to be stored with the object. @throws AwsError MetadataTooLarge */
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

/** Returns the headers of an answer to GetObject or HeadObject. */
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

/** Returns the header with the version; none for an object that was stored without versioning. */
export const versionHeader = (version: Version): Record<string, string> =>
  version.versionId === NULL_VERSION ? {} : { 'x-amz-version-id': version.versionId };

/** Quotes an etag, as headers and listings show it. */
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
