import { createHash } from 'node:crypto';
import type { StoredObject } from './bucket.js';
import { type Checksum, checksumHeaders } from './checksums.js';
import { findCopySource } from './copy-operation.js';
import { invalidArgument } from './errors.js';
import { announcedChecksum, partChecksum, wholeChecksum } from './multipart-checksums.js';
import { describedObject, quoted, versionHeader } from './object-headers.js';
import { storeObject } from './object-operations.js';
import type { S3Handler, S3State } from './operation.js';
import { xmlAnswer } from './operation.js';
import { readPartList, selectParts, verifyClaims } from './part-list.js';
import { parseRange } from './range.js';
import { integerParameter, MAXIMUM_INTEGER, pageLimit, payloadOf, type S3Request } from './request.js';
import { type Part, Uploads } from './uploads.js';
import { document, element, group } from './xml.js';

const MAXIMUM_PARTS = 10_000;

export const createMultipartUpload: S3Handler = (state, request) => {
  const uploads = uploadsOf(state, request);
  const checksum = announcedChecksum(request);
  const upload = uploads.create({
    key: request.key,
    initiated: state.context.clock.now().toISOString(),
    ...describedObject(request),
    ...(checksum ? { checksum } : {}),
  });
  return xmlAnswer(
    document(
      'InitiateMultipartUploadResult',
      element('Bucket', request.bucket),
      element('Key', request.key),
      element('UploadId', upload.uploadId),
    ),
    checksum ? { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type } : {},
  );
};

export const uploadPart: S3Handler = async (state, request) => {
  const payload = payloadOf(request);
  const part = await storePart(state, request, payload.data, payload.checksum);
  const { 'x-amz-checksum-type': _, ...checksum } = checksumHeaders(part.checksum);
  return { status: 200, headers: { etag: quoted(part.etag), ...checksum } };
};

export const uploadPartCopy: S3Handler = async (state, request) => {
  const { bucket, object } = findCopySource(state, request);
  const header = request.headers['x-amz-copy-source-range'];
  const range = parseRange(header, object.size);
  if (header && !range) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  const data = await bucket.readBlob(object, range?.start, range?.end);
  const part = await storePart(state, request, data, undefined);
  return xmlAnswer(
    document(
      'CopyPartResult',
      element('LastModified', part.lastModified),
      element('ETag', quoted(part.etag)),
      part.checksum ? element(`Checksum${part.checksum.algorithm}`, part.checksum.value) : '',
    ),
  );
};

export const completeMultipartUpload: S3Handler = async (state, request) => {
  const bucket = state.buckets.get(request.bucket);
  const uploads = new Uploads(bucket);
  const upload = uploads.get(uploadId(request), request.key);
  const claims = readPartList(request.body.toString());
  const parts = selectParts(upload, uploads.parts(upload), claims);
  const data = Buffer.concat(await Promise.all(parts.map((part) => uploads.readPart(upload, part))));
  const checksum = wholeChecksum(upload, parts, data);
  verifyClaims(request, checksum, data);
  const object = {
    type: 'object' as const,
    etag: multipartEtag(parts),
    headers: upload.headers,
    metadata: upload.metadata,
    ...(checksum ? { checksum } : {}),
  };
  const stored = await storeObject(state, bucket, request, { object, data }, () => {
    uploads.get(upload.uploadId, upload.key);
  });
  uploads.remove(upload.uploadId);
  return xmlAnswer(completedXml(request, stored), versionHeader(stored));
};

export const abortMultipartUpload: S3Handler = (state, request) => {
  const uploads = uploadsOf(state, request);
  uploads.remove(uploads.get(uploadId(request), request.key).uploadId);
  return { status: 204 };
};

export const listParts: S3Handler = (state, request) => {
  const uploads = uploadsOf(state, request);
  const upload = uploads.get(uploadId(request), request.key);
  const limit = pageLimit(request, 'max-parts');
  const after = integerParameter(request, 'part-number-marker', {
    fallback: 0,
    minimum: 0,
    maximum: MAXIMUM_INTEGER,
  });
  const rest = uploads.parts(upload).filter((part) => part.number > after);
  const page = rest.slice(0, limit);
  return xmlAnswer(
    document(
      'ListPartsResult',
      element('Bucket', request.bucket),
      element('Key', request.key),
      element('UploadId', upload.uploadId),
      element('StorageClass', 'STANDARD'),
      element('PartNumberMarker', after),
      element('NextPartNumberMarker', page.at(-1)?.number),
      element('MaxParts', limit),
      element('IsTruncated', page.length < rest.length),
      element('ChecksumAlgorithm', upload.checksum?.algorithm),
      element('ChecksumType', upload.checksum?.type),
      ...page.map(partXml),
    ),
  );
};

export const listMultipartUploads: S3Handler = (state, request) => {
  const prefix = request.query.get('prefix') ?? '';
  const found = uploadsOf(state, request)
    .list()
    .filter((upload) => upload.key.startsWith(prefix));
  return xmlAnswer(
    document(
      'ListMultipartUploadsResult',
      element('Bucket', request.bucket),
      element('Prefix', prefix),
      element('MaxUploads', found.length),
      element('IsTruncated', false),
      ...found.map((upload) =>
        group(
          'Upload',
          element('Key', upload.key),
          element('UploadId', upload.uploadId),
          element('StorageClass', 'STANDARD'),
          element('Initiated', upload.initiated),
        ),
      ),
    ),
  );
};

async function storePart(
  state: S3State,
  request: S3Request,
  data: Buffer,
  sent: Checksum | undefined,
): Promise<Part> {
  const uploads = uploadsOf(state, request);
  const upload = uploads.get(uploadId(request), request.key);
  const part = {
    number: partNumber(request),
    etag: createHash('md5').update(data).digest('hex'),
    lastModified: state.context.clock.now().toISOString(),
    ...partChecksum(upload, data, sent),
  };
  return uploads.putPart(upload, data, part);
}

function multipartEtag(parts: readonly Part[]): string {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}

const completedXml = (request: S3Request, stored: StoredObject): string =>
  document(
    'CompleteMultipartUploadResult',
    element('Bucket', request.bucket),
    element('Key', request.key),
    element('ETag', quoted(stored.etag)),
    element('ChecksumType', stored.checksum?.type),
    stored.checksum ? element(`Checksum${stored.checksum.algorithm}`, stored.checksum.value) : '',
  );

const partXml = (part: Part): string =>
  group(
    'Part',
    element('PartNumber', part.number),
    element('LastModified', part.lastModified),
    element('ETag', quoted(part.etag)),
    element('Size', part.size),
    part.checksum ? element(`Checksum${part.checksum.algorithm}`, part.checksum.value) : '',
  );

const uploadsOf = (state: S3State, request: S3Request): Uploads =>
  new Uploads(state.buckets.get(request.bucket));

const uploadId = (request: S3Request): string => request.query.get('uploadId') ?? '';

function partNumber(request: S3Request): number {
  const number = Number(request.query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= MAXIMUM_PARTS) return number;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${MAXIMUM_PARTS}, inclusive`,
    'partNumber',
    request.query.get('partNumber') ?? '',
  );
}
