import { notSupported } from '../aws/service.js';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from './bucket-operations.js';
import { copyObject } from './copy-operation.js';
import { deleteObject, deleteObjects } from './delete-operations.js';
import { listObjects, listObjectsV2 } from './list-operations.js';
import { listObjectVersions } from './list-versions.js';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
  uploadPartCopy,
} from './multipart-operations.js';
import { OVERRIDE_PARAMETERS } from './object-headers.js';
import { getObject, getObjectTagging, headObject, putObject } from './object-operations.js';
import type { S3Handler } from './operation.js';
import type { S3Request } from './request.js';

interface Route {
  readonly handler: S3Handler;
  /** Query parameters that the handler reads, besides the sub-resource that selects it. */
  readonly parameters: readonly string[];
}

const LISTING = ['prefix', 'delimiter', 'encoding-type', 'max-keys'];

/** Keys: `<method> <level>[?<sub-resource>]`, with ` copy` at the end when the source is another object. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET service': { handler: listBuckets, parameters: ['prefix', 'max-buckets', 'continuation-token'] },
  'PUT bucket': { handler: createBucket, parameters: [] },
  'HEAD bucket': { handler: headBucket, parameters: [] },
  'DELETE bucket': { handler: deleteBucket, parameters: [] },
  'GET bucket?location': { handler: getBucketLocation, parameters: [] },
  'GET bucket?versioning': { handler: getBucketVersioning, parameters: [] },
  'PUT bucket?versioning': { handler: putBucketVersioning, parameters: [] },
  'GET bucket': { handler: listObjects, parameters: [...LISTING, 'marker'] },
  'GET bucket?list-type': {
    handler: listObjectsV2,
    parameters: [...LISTING, 'continuation-token', 'start-after', 'fetch-owner'],
  },
  'GET bucket?versions': {
    handler: listObjectVersions,
    parameters: [...LISTING, 'key-marker', 'version-id-marker'],
  },
  'GET bucket?uploads': { handler: listMultipartUploads, parameters: ['prefix'] },
  'POST bucket?delete': { handler: deleteObjects, parameters: [] },
  'PUT object': { handler: putObject, parameters: [] },
  'PUT object copy': { handler: copyObject, parameters: [] },
  'GET object': { handler: getObject, parameters: ['versionId', ...OVERRIDE_PARAMETERS] },
  'HEAD object': { handler: headObject, parameters: ['versionId', ...OVERRIDE_PARAMETERS] },
  'DELETE object': { handler: deleteObject, parameters: ['versionId'] },
  'GET object?tagging': { handler: getObjectTagging, parameters: ['versionId'] },
  'POST object?uploads': { handler: createMultipartUpload, parameters: [] },
  'PUT object?uploadId': { handler: uploadPart, parameters: ['partNumber'] },
  'PUT object?uploadId copy': { handler: uploadPartCopy, parameters: ['partNumber'] },
  'POST object?uploadId': { handler: completeMultipartUpload, parameters: [] },
  'DELETE object?uploadId': { handler: abortMultipartUpload, parameters: [] },
  'GET object?uploadId': { handler: listParts, parameters: ['max-parts', 'part-number-marker'] },
};

/** Query parameters that select an operation. Without one, the method selects it. */
const SELECTORS = [
  'location',
  'versioning',
  'list-type',
  'versions',
  'uploads',
  'delete',
  'tagging',
  'uploadId',
];

/** Headers that the emulator accepts with these values only, because they change nothing. */
const ONLY_VALUES: Readonly<Record<string, readonly string[]>> = {
  'x-amz-acl': ['private', 'bucket-owner-full-control'],
  'x-amz-storage-class': ['STANDARD'],
  'x-amz-tagging-directive': ['COPY', 'REPLACE'],
  'x-amz-object-ownership': ['BucketOwnerEnforced'],
  'x-amz-bucket-object-lock-enabled': ['false'],
};

/** The other headers that the emulator supports, with any value. */
const SUPPORTED =
  /^x-amz-(?:content-sha256|date|security-token|user-agent|decoded-content-length|trailer|sdk-checksum-algorithm|checksum-.+|meta-.+|expected-bucket-owner|source-expected-bucket-owner|metadata-directive|copy-source|copy-source-range|copy-source-if-.+|mp-object-size|request-payer)$/;

/**
 * Finds the handler of a request, and verifies that it supports every parameter and header of the request.
 *
 * @throws AwsError NotImplemented: an unsupported setting must not be ignored behind a 200
 */
export function findHandler(request: S3Request): S3Handler {
  const selector = SELECTORS.find((name) => request.query.has(name));
  const copy = request.method === 'PUT' && request.headers['x-amz-copy-source'] !== undefined ? ' copy' : '';
  const route = ROUTES[`${request.method} ${request.level}${selector ? `?${selector}` : ''}${copy}`];
  if (!route) throw notSupported('s3', operationName(request, selector));
  for (const name of request.query.keys()) {
    if (name !== selector && !route.parameters.includes(name))
      throw notSupported('s3', operationName(request, name));
  }
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith('x-amz-') && value !== undefined && !isSupported(name, value))
      throw notSupported('s3', `${operationName(request, selector)} with ${name}: ${value}`);
  }
  return route.handler;
}

const isSupported = (name: string, value: string): boolean =>
  ONLY_VALUES[name] ? ONLY_VALUES[name].includes(value) : SUPPORTED.test(name);

/**
 * Returns a name of the operation, made from the request and close to AWS's own.
 *
 * @example 'GetBucketPolicy', 'PutObjectAcl'
 */
function operationName(request: S3Request, subResource: string | undefined): string {
  const verb = request.method.charAt(0) + request.method.slice(1).toLowerCase();
  const level = { service: 'Service', bucket: 'Bucket', object: 'Object' }[request.level];
  const words = (subResource ?? '').split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${verb}${level}${words.join('')}`;
}
