import type { Bucket, Version } from './bucket.js';
import { invalidArgument } from './errors.js';
import { commonPrefixesXml, listingParameters, objectXml } from './list-operations.js';
import { commonPrefix, isBefore } from './listing.js';
import type { S3Handler } from './operation.js';
import { xmlAnswer } from './operation.js';
import { document, element, group } from './xml.js';

interface Row {
  readonly key: string;
  /** Undefined for a common prefix. */
  readonly version?: Version;
}

interface Marker {
  readonly key: string;
  readonly versionId: string;
}

export const listObjectVersions: S3Handler = (state, request) => {
  const bucket = state.buckets.get(request.bucket);
  const { limit, encode, common, ...query } = listingParameters(request);
  const marker = {
    key: request.query.get('key-marker') ?? '',
    versionId: request.query.get('version-id-marker') ?? '',
  };
  if (marker.versionId && !marker.key) {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      marker.versionId,
    );
  }
  const rows = [...rowsAfter(bucket, query, marker)];
  const page = rows.slice(0, limit);
  const last = page.length < rows.length ? page.at(-1) : undefined;
  const prefixes = page.filter((row) => !row.version).map((row) => row.key);
  return xmlAnswer(
    document(
      'ListVersionsResult',
      ...common,
      element('KeyMarker', encode(marker.key)),
      element('VersionIdMarker', marker.versionId),
      element('NextKeyMarker', last && encode(last.key)),
      element('NextVersionIdMarker', last?.version?.versionId),
      element('IsTruncated', last !== undefined),
      ...page.map((row) => rowXml(bucket, row, encode)),
      ...commonPrefixesXml(prefixes, encode),
    ),
  );
};

function* rowsAfter(
  bucket: Bucket,
  query: { prefix: string; delimiter: string },
  marker: Marker,
): Generator<Row> {
  let last: string | undefined;
  for (const key of bucket.keys()) {
    if (!key.startsWith(query.prefix)) continue;
    const rolledUp = commonPrefix(key, query);
    const resumes = key === marker.key && marker.versionId !== '';
    if (isBefore(key, rolledUp, marker.key) && !resumes) continue;
    if (rolledUp === undefined) yield* versionRows(bucket, key, resumes ? marker.versionId : '');
    else if (rolledUp !== last) yield { key: rolledUp };
    last = rolledUp;
  }
}

function* versionRows(bucket: Bucket, key: string, after: string): Generator<Row> {
  const versions = bucket.versions(key);
  const start = after === '' ? 0 : versions.findIndex((version) => version.versionId === after) + 1;
  for (const version of versions.slice(start)) yield { key, version };
}

function rowXml(bucket: Bucket, { key, version }: Row, encode: (text: string) => string): string {
  if (!version) return '';
  const isLatest = bucket.latest(key) === version;
  const identity = [
    element('Key', encode(key)),
    element('VersionId', version.versionId),
    element('IsLatest', isLatest),
  ];
  return version.type === 'object'
    ? group('Version', ...identity, objectXml(version))
    : group('DeleteMarker', ...identity, element('LastModified', version.lastModified));
}
