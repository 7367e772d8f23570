// Holds the deploy lock of environment `test` until its standard input ends, for tests:
// node --import tsx hold-lock.ts ENDPOINT TABLE, with the credentials in environment variables
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { withLock } from '../../src/operations/index.js';

const [endpoint = '', table = ''] = process.argv.slice(2);
const dynamodb = new DynamoDBClient({ endpoint, region: 'us-east-1' });
await withLock({ dynamodb, table, environment: 'test', operation: 'deploy', holder: 'ana' }, async () => {
  process.stdout.write('held\n');
  await new Promise((resolve) => process.stdin.once('end', resolve).resume());
});
dynamodb.destroy();
