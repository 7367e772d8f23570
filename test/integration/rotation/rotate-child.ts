// A rotation in a process that can be killed. It sends `ready`, begins at the first message, and sends the lines that it
// reports and its outcome. Environment variables configure its AWS clients.
import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { createCredstash } from '../../../src/credstash/index.js';
import { instanceDatabase, rotatePassword } from '../../../src/rotation/index.js';
import { fastClock } from './fast-clock.js';
import type { Message } from './rotator.js';

const sendMessage = (message: Message) => void process.send?.(message);
const credstash = createCredstash({
  kms: new KMSClient({}),
  dynamodb: new DynamoDBClient({}),
  table: 'secrets',
  key: 'alias/secrets',
});
const database = instanceDatabase(new RDSClient({}), 'test-db');
const begun = once(process, 'message');
sendMessage({ type: 'ready' });
await begun;
await rotatePassword({
  environment: 'test',
  database,
  credstash,
  force: true,
  clock: fastClock,
  report: (line) => sendMessage({ type: 'line', line }),
}).then(
  ({ outcome }) => sendMessage({ type: 'ended', outcome }),
  (error: Error) => sendMessage({ type: 'ended', outcome: String(error) }),
);
process.disconnect();
