import type { AwsResponse, EmulatorContext } from '../aws/service.js';
import type { Buckets } from './buckets.js';
import type { S3Request } from './request.js';

export interface S3State {
  readonly buckets: Buckets;
  readonly context: Pick<EmulatorContext, 'account' | 'region' | 'clock'>;
}

/** Answers one operation. */
export type S3Handler = (state: S3State, request: S3Request) => Promise<AwsResponse> | AwsResponse;

/** Returns an answer of status 200 with a document as its body. */
export const xmlAnswer = (body: string, headers: Record<string, string> = {}): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body,
});
