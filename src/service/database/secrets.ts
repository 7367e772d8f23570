import type { Settings } from '../settings.js';
import type { Secrets } from './credentials.js';

/** credstash, loaded when the password is first read: a warm function needs neither client. */
export async function openSecrets({ credstashTable }: Settings): Promise<Secrets> {
  const [{ KMSClient }, { DynamoDBClient }, { createCredstash }] = await Promise.all([
    import('@aws-sdk/client-kms'),
    import('@aws-sdk/client-dynamodb'),
    import('../../credstash/index.js'),
  ]);
  return createCredstash({ kms: new KMSClient(), dynamodb: new DynamoDBClient(), table: credstashTable });
}
