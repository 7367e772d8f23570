import { createHash } from 'node:crypto';
import { AwsError, type AwsRequest, notSupported } from '../aws/service.js';
import { decodeAwsChunked, malformedTrailer } from './aws-chunked.js';
import { type Checksum, verifyChecksums } from './checksums.js';
import { invalidArgument, invalidRequest } from './errors.js';

/** A request in the terms of S3. */
export interface S3Request {
  readonly method: string;
  readonly level: 'service' | 'bucket' | 'object';
  readonly bucket: string;
  readonly key: string;
  /** Without the parameters of a presigned URL's signature. */
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names. They include the headers that a presigned URL carries as parameters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as sent. `payloadOf` decodes and verifies it. */
  readonly body: Buffer;
}

export interface Payload {
  readonly data: Buffer;
  readonly checksum: Checksum | undefined;
}

const MAXIMUM_KEY_BYTES = 1024;
const MAXIMUM_PAGE = 1000;
export const MAXIMUM_INTEGER = 2 ** 31 - 1;
const SIGNATURE_PARAMETERS: ReadonlySet<string> = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'x-id',
]);

/**
 * Reads bucket, key, parameters and headers of a request.
 *
 * @throws AwsError InvalidURI, KeyTooLongError or InvalidRequest (signature version 2)
 */
export function readS3Request(request: AwsRequest): S3Request {
  const { query, hoisted } = splitQuery(request.url);
  if (query.has('AWSAccessKeyId')) throw oldSignature();
  const { bucket, key } = locate(request);
  if (Buffer.byteLength(key) > MAXIMUM_KEY_BYTES) {
    throw new AwsError('KeyTooLongError', 400, 'Your key is too long', {
      Size: Buffer.byteLength(key),
      MaxSizeAllowed: MAXIMUM_KEY_BYTES,
    });
  }
  return {
    method: request.method,
    level: key ? 'object' : bucket ? 'bucket' : 'service',
    bucket,
    key,
    query,
    headers: { ...hoisted, ...request.headers },
    body: request.body,
  };
}

/**
 * Returns the bytes of an object or a part, decoded from aws-chunked if needed, and verifies every claimed checksum.
 *
 * @throws AwsError BadDigest, InvalidDigest, InvalidRequest, IncompleteBody, MalformedTrailerError or
 * XAmzContentSHA256Mismatch
 */
export function payloadOf(request: S3Request): Payload {
  const sent = request.headers['x-amz-content-sha256'];
  if (!sent?.startsWith('STREAMING-') && !contentEncodings(request).includes('aws-chunked')) {
    verifyContentHash(sent, request.body);
    return { data: request.body, checksum: verifyChecksums(request.headers, request.body) };
  }
  const { data, trailers } = decodeAwsChunked(request.body);
  verifyDecodedLength(request, data);
  const headers = { ...request.headers, ...announcedTrailers(request, trailers) };
  return { data, checksum: verifyChecksums(headers, data) };
}

/** Returns the content encoding of the object, without `aws-chunked`, which concerns only the transfer. */
export function storedContentEncoding(request: S3Request): string | undefined {
  const kept = contentEncodings(request).filter((encoding) => encoding !== 'aws-chunked');
  return kept.length > 0 ? kept.join(',') : undefined;
}

/** Reads an integer parameter. @throws AwsError InvalidArgument */
export function integerParameter(
  request: S3Request,
  name: string,
  limits: { fallback: number; minimum: number; maximum: number },
): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') return limits.fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= limits.minimum && value <= limits.maximum) return value;
  throw invalidArgument(
    `Provided ${name} not an integer or within integer range ${limits.minimum} to ${limits.maximum}`,
    name,
    text,
  );
}

/**
 * Reads the parameter that limits a page: 1000 when missing, and never more.
 *
 * @throws AwsError InvalidArgument
 */
export function pageLimit(request: S3Request, name: string): number {
  const limits = { fallback: MAXIMUM_PAGE, minimum: 0, maximum: MAXIMUM_INTEGER };
  return Math.min(MAXIMUM_PAGE, integerParameter(request, name, limits));
}

/** Signature version 2. S3 rejects it for buckets created since 2020, but old AWS CLIs presign with it by default. */
const oldSignature = (): AwsError =>
  invalidRequest(
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );

function splitQuery(url: URL): { query: Map<string, string>; hoisted: Record<string, string> } {
  const query = new Map<string, string>();
  const hoisted: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    const lower = name.toLowerCase();
    if (SIGNATURE_PARAMETERS.has(lower)) continue;
    if (lower.startsWith('x-amz-')) hoisted[lower] = value;
    else query.set(name, value);
  }
  return { query, hoisted };
}

/** Reads bucket and key, from the path or from a `<bucket>.localhost` in Host. */
function locate(request: AwsRequest): { bucket: string; key: string } {
  const host = /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/.exec(request.headers.host ?? '');
  const path = pathAsSent(request).slice(1);
  if (host?.[1]) return { bucket: host[1], key: decodePath(path) };
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: decodePath(path), key: '' };
  return { bucket: decodePath(path.slice(0, slash)), key: decodePath(path.slice(slash + 1)) };
}

/** Returns the path as sent. In `url.pathname`, `bucket/../other/key` would be in another bucket. */
const pathAsSent = (request: AwsRequest): string =>
  request.target?.replace(/[?#].*$/s, '') ?? request.url.pathname;

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw Object.assign(new AwsError('InvalidURI', 400, "Couldn't parse the specified URI."), { cause });
  }
}

const contentEncodings = (request: S3Request): string[] =>
  (request.headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '');

function verifyContentHash(sent: string | undefined, body: Buffer): void {
  if (!sent || sent === 'UNSIGNED-PAYLOAD') return;
  const calculated = createHash('sha256').update(body).digest('hex');
  if (calculated === sent) return;
  throw new AwsError(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { ClientComputedContentSHA256: sent, S3ComputedContentSHA256: calculated },
  );
}

function verifyDecodedLength(request: S3Request, data: Buffer): void {
  const length = request.headers['x-amz-decoded-content-length'];
  if (length === undefined) {
    throw new AwsError('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
  }
  if (Number(length) === data.length) return;
  throw new AwsError(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

function announcedTrailers(
  request: S3Request,
  trailers: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = (request.headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const announced: Record<string, string> = {};
  for (const name of names.filter((candidate) => candidate !== '')) {
    if (!name.startsWith('x-amz-checksum-')) throw notSupported('s3', `trailer ${name}`);
    const value = trailers[name];
    if (value === undefined) throw malformedTrailer();
    announced[name] = value;
  }
  return announced;
}
