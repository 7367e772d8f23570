import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Stage } from '../stage.js';

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly rds: RDSClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  close(): void;
}

/** Creates clients of the stage. Endpoint and credentials are explicit, so that they ignore the caller's environment. */
export function stageClients({
  endpoint,
  region,
  credentials,
}: Pick<Stage, 'endpoint' | 'region' | 'credentials'>): Clients {
  const settings = { endpoint, region, credentials: { ...credentials } };
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    kms: new KMSClient(settings),
    lambda: new LambdaClient(settings),
    rds: new RDSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient(settings),
  };
  return {
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** Returns whether an error of an AWS client has one of these names. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
