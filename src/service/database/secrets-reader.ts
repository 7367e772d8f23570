import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { createReader } from '../../credstash/index.js';
import type { Secrets } from './credentials.js';

/** Opens credstash for reading. It is a file of its own, imported on demand, so that the AWS clients load only then. */
export function readSecrets(table: string): Secrets {
  return createReader({ kms: new KMSClient(), dynamodb: new DynamoDBClient(), table });
}
