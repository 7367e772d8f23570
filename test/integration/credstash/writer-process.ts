// A writer that shares nothing with others but the table. Told by PLACE; answers the versions that it was given as JSON.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { createCredstash } from '../../../src/credstash/index.js';

const { client, table, name, values } = JSON.parse(process.env.PLACE ?? '') as {
  client: object;
  table: string;
  name: string;
  values: string[];
};
const kms = new KMSClient(client);
const dynamodb = new DynamoDBClient(client);
const credstash = createCredstash({ kms, dynamodb, table, key: 'alias/secrets' });
const stored = await Promise.all(values.map((value) => credstash.put(name, value)));
process.stdout.write(JSON.stringify(stored.map(({ version }) => version)));
