import type { StageContext, StageResponse } from '../aws/service.js';
import type { Buckets } from './buckets.js';
import type { S3Request } from './request.js';

export interface S3Stage {
  readonly buckets: Buckets;
  readonly context: Pick<StageContext, 'account' | 'region' | 'clock'>;
}

export type S3Handler = (stage: S3Stage, request: S3Request) => Promise<StageResponse> | StageResponse;

export const xmlAnswer = (body: string, headers: Record<string, string> = {}): StageResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body,
});
