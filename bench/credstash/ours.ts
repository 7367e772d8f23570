import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { createCredstash } from '../../src/credstash/index.js';
import { serve } from './contestant.js';

serve(({ endpoint, region, accessKeyId, secretAccessKey, table, key }) => {
  const client = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const credstash = createCredstash({
    kms: new KMSClient(client),
    dynamodb: new DynamoDBClient(client),
    table,
    key,
  });
  return {
    get: (name) => credstash.get(name),
    put: (name, value, version) => credstash.put(name, value, { version }),
    forcePut: (name, value, version) => credstash.put(name, value, { version, force: true }),
    putNext: (name, value) => credstash.put(name, value),
    getAll: async () => (await credstash.getAll()).secrets.size,
  };
});
