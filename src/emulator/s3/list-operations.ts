import type { Bucket, StoredObject } from './bucket.js';
import { invalidArgument } from './errors.js';
import { type ListingPage, listPage, urlEncoded } from './listing.js';
import { quoted } from './object-headers.js';
import type { S3Handler, S3State } from './operation.js';
import { xmlAnswer } from './operation.js';
import { pageLimit, type S3Request } from './request.js';
import { document, element, group } from './xml.js';

export const listObjectsV2: S3Handler = (state, request) => {
  if (request.query.get('list-type') !== '2') {
    throw invalidArgument(
      'Invalid List Type specified in Query',
      'list-type',
      request.query.get('list-type') ?? '',
    );
  }
  const token = request.query.get('continuation-token');
  const startAfter = request.query.get('start-after');
  const after = token === undefined ? (startAfter ?? '') : readToken(token);
  const listing = list(state, request, after);
  return xmlAnswer(
    document(
      'ListBucketResult',
      ...listing.head,
      element('StartAfter', startAfter === undefined ? undefined : listing.encode(startAfter)),
      element('ContinuationToken', token),
      element('NextContinuationToken', listing.page.next && writeToken(listing.page.next)),
      element('KeyCount', listing.page.keys.length + listing.page.commonPrefixes.length),
      ...listing.contents(request.query.get('fetch-owner') === 'true'),
    ),
  );
};

export const listObjects: S3Handler = (state, request) => {
  const marker = request.query.get('marker') ?? '';
  const listing = list(state, request, marker);
  const { next } = listing.page;
  const delimited = Boolean(request.query.get('delimiter'));
  return xmlAnswer(
    document(
      'ListBucketResult',
      ...listing.head,
      element('Marker', listing.encode(marker)),
      element('NextMarker', next && delimited ? listing.encode(next) : undefined),
      ...listing.contents(true),
    ),
  );
};

interface Listing {
  readonly page: ListingPage;
  readonly encode: (text: string) => string;
  readonly head: readonly string[];
  readonly contents: (withOwner: boolean) => readonly string[];
}

/** Lists one page of keys: the part that both versions share. */
function list(state: S3State, request: S3Request, after: string): Listing {
  const bucket = state.buckets.get(request.bucket);
  const { limit, prefix, delimiter, encode, common } = listingParameters(request);
  const keys = bucket.keys().filter((key) => bucket.current(key));
  const page =
    limit === 0
      ? { keys: [], commonPrefixes: [], next: undefined }
      : listPage(keys, { prefix, delimiter, after, limit });
  const owner = group('Owner', element('ID', state.context.account));
  return {
    page,
    encode,
    head: [...common, element('IsTruncated', page.next !== undefined)],
    contents: (withOwner) => [
      ...page.keys.map((key) => contentXml(bucket, key, encode, withOwner ? owner : '')),
      ...commonPrefixesXml(page.commonPrefixes, encode),
    ],
  };
}

/**
 * Reads the parameters that all listings of keys share. `common` repeats them, as the answer does.
 *
 * @throws AwsError InvalidArgument
 */
export function listingParameters(request: S3Request): {
  limit: number;
  prefix: string;
  delimiter: string;
  encode: (text: string) => string;
  common: string[];
} {
  const prefix = request.query.get('prefix') ?? '';
  const delimiter = request.query.get('delimiter') ?? '';
  const limit = pageLimit(request, 'max-keys');
  const encoding = request.query.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  const encode = encoding === 'url' ? urlEncoded : (text: string) => text;
  const common = [
    element('Name', request.bucket),
    element('Prefix', encode(prefix)),
    element('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    element('MaxKeys', limit),
    element('EncodingType', encoding),
  ];
  return { limit, prefix, delimiter, encode, common };
}

/** Writes the common prefixes of a listing. */
export const commonPrefixesXml = (prefixes: readonly string[], encode: (text: string) => string): string[] =>
  prefixes.map((prefix) => group('CommonPrefixes', element('Prefix', encode(prefix))));

function contentXml(bucket: Bucket, key: string, encode: (text: string) => string, owner: string): string {
  const object = bucket.current(key);
  return object ? group('Contents', element('Key', encode(key)), objectXml(object), owner) : '';
}

/** Writes the elements that describe an object in a listing. */
export const objectXml = (object: StoredObject): string =>
  [
    element('LastModified', object.lastModified),
    element('ETag', quoted(object.etag)),
    element('ChecksumAlgorithm', object.checksum?.algorithm),
    element('ChecksumType', object.checksum?.type),
    element('Size', object.size),
    element('StorageClass', 'STANDARD'),
  ].join('');

/** Begins every continuation token, so that another text is recognized. */
const TOKEN = '1:';

const writeToken = (after: string): string => Buffer.from(`${TOKEN}${after}`).toString('base64');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (text.startsWith(TOKEN)) return text.slice(TOKEN.length);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
