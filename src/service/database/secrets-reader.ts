import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { createReader } from '../../credstash/index.js';
import type { Secrets } from './credentials.js';

/** In a file of its own, which is imported when it is needed: what is imported here by name is all that a bundle takes along. */
export function readSecrets(table: string): Secrets {
  return createReader({ kms: new KMSClient(), dynamodb: new DynamoDBClient(), table });
}
