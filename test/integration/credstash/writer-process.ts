// A writer process that shares only the table with other writers. Reads its task from TASK, and prints the versions
// that it wrote as JSON.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { createCredstash } from '../../../src/credstash/index.js';

const { client, table, name, values } = JSON.parse(process.env.TASK ?? '') as {
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
