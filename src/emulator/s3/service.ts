import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
  type ObjectReader,
} from '../aws/service.js';
import { Buckets } from './buckets.js';
import { encodeS3Error } from './errors.js';
import { findObject } from './object-operations.js';
import type { S3State } from './operation.js';
import { readS3Request } from './request.js';
import { findHandler } from './routes.js';

/** S3 with its state in `context.directory`. It refuses with 501 what it does not support. */
export class S3Service implements AwsService, ObjectReader {
  readonly scope = 's3';
  readonly #state: S3State;

  constructor(context: EmulatorContext) {
    this.#state = { buckets: new Buckets(context), context };
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const s3 = readS3Request(request);
    const handler = findHandler(s3);
    this.#checkOwner(s3.headers['x-amz-expected-bucket-owner']);
    this.#checkOwner(s3.headers['x-amz-source-expected-bucket-owner']);
    const answer = await handler(this.#state, s3);
    const identity = { 'x-amz-request-id': request.requestId, 'x-amz-id-2': request.requestId };
    return { ...answer, headers: { ...identity, ...answer.headers } };
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return encodeS3Error(error, request);
  }

  async read(bucket: string, key: string, versionId?: string): Promise<Buffer> {
    const query = new Map(versionId === undefined ? [] : [['versionId', versionId]]);
    const found = findObject(this.#state, { bucket, key, query });
    return found.bucket.readBlob(found.object);
  }

  /** Has nothing to end: every change is on disk before it is answered. */
  async stop(): Promise<void> {}

  #checkOwner(expected: string | undefined): void {
    if (expected === undefined || expected === this.#state.context.account) return;
    throw new AwsError('AccessDenied', 403, 'Access Denied');
  }
}
