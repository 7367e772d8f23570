// A rotation as a process that can be killed: it says that it is ready, begins when it is told to, and sends what it
// reports and how it ends. Its AWS clients are set up by the environment alone.
import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { createCredstash } from '../../../src/credstash/index.js';
import { instanceDatabase, rotatePassword } from '../../../src/rotation/index.js';
import { fastClock } from './fast-clock.js';
import type { Message } from './rotator.js';

const tell = (message: Message) => void process.send?.(message);
const credstash = createCredstash({
  kms: new KMSClient({}),
  dynamodb: new DynamoDBClient({}),
  table: 'secrets',
  key: 'alias/secrets',
});
const database = instanceDatabase(new RDSClient({}), 'test-db');
const begun = once(process, 'message');
tell({ type: 'ready' });
await begun;
await rotatePassword({
  environment: 'test',
  database,
  credstash,
  force: true,
  clock: fastClock,
  report: (line) => tell({ type: 'line', line }),
}).then(
  ({ outcome }) => tell({ type: 'ended', outcome }),
  (error: Error) => tell({ type: 'ended', outcome: String(error) }),
);
process.disconnect();
