import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import {
  type Credstash,
  type CredstashOptions,
  createCredstash,
  type Secrets,
} from '../../../src/credstash/index.js';
import { seal } from '../../../src/credstash/seal.js';
import type { Fault } from '../../../src/emulator/faults.js';
import { type SecretsStage, startSecretsStage } from '../../support/secrets-stage.js';

export const first = '0000000000000000001';
export const second = '0000000000000000002';
export const throttled: Fault = {
  type: 'error',
  code: 'ProvisionedThroughputExceededException',
  status: 400,
};
export const throttledKms: Fault = { type: 'error', code: 'ThrottlingException', status: 400 };
export const denied: Fault = { type: 'error', code: 'AccessDeniedException', status: 400 };

export type Attributes = Record<string, AttributeValue>;

export interface Harness {
  readonly stage: SecretsStage;
  /** A new table for each test. */
  readonly table: string;
  readonly credstash: Credstash;
  /** A client without retries of its own, so that throttling reaches the retries of credstash at once. */
  readonly singleAttempt: DynamoDBClient;
  open(more?: Partial<CredstashOptions>): Credstash;
  fill(count: number, value: (index: number) => string): Promise<void>;
  /** Changes attributes of a first version, directly in the table. */
  alter(name: string, change: Attributes): Promise<void>;
}

/** Starts a stage for the calling suite, and creates an empty table before each test. */
export function useCredstash(): Harness {
  let stage: SecretsStage;
  let singleAttempt: DynamoDBClient;
  let tables = 0;
  let credstash: Credstash;
  const table = () => `table-${tables}`;

  before(async () => {
    stage = await startSecretsStage();
    singleAttempt = new DynamoDBClient({ ...stage.client, maxAttempts: 1 });
  });
  after(async () => {
    singleAttempt?.destroy();
    await stage?.stop();
  });
  beforeEach(async () => {
    tables++;
    credstash = open();
    await credstash.setup();
  });
  afterEach(() => stage.clearFaults());

  const open = (more: Partial<CredstashOptions> = {}) =>
    createCredstash({
      kms: stage.kms,
      dynamodb: stage.dynamodb,
      table: table(),
      key: 'alias/secrets',
      ...more,
    });

  return {
    get stage() {
      return stage;
    },
    get table() {
      return table();
    },
    get singleAttempt() {
      return singleAttempt;
    },
    get credstash() {
      return credstash;
    },
    open,
    fill: (count, value) =>
      fill(
        stage,
        table(),
        Array.from({ length: count }, (_, index) => value(index)),
      ),
    alter: (name, change) => alter(stage, table(), name, change),
  };
}

/** Writes rows `s/00000`, `s/00001` and so on, 25 at a time and under one data key, to make a large table quickly. */
async function fill({ kms, dynamodb }: SecretsStage, table: string, values: string[]): Promise<void> {
  const { Plaintext, CiphertextBlob } = await kms.send(
    new GenerateDataKeyCommand({ KeyId: 'alias/secrets', NumberOfBytes: 64 }),
  );
  const key = { S: Buffer.from(CiphertextBlob ?? []).toString('base64') };
  const items = values.map((value, index): Attributes => {
    const { contents, hmac } = seal(value, Plaintext ?? Buffer.alloc(0), 'SHA256');
    const name = { S: `s/${String(index).padStart(5, '0')}` };
    return { name, version: { S: first }, key, contents: { S: contents }, hmac: { S: hmac } };
  });
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
}

async function alter(
  { dynamodb }: SecretsStage,
  table: string,
  name: string,
  change: Attributes,
): Promise<void> {
  const Key = { name: { S: name }, version: { S: first } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  await dynamodb.send(new PutItemCommand({ TableName: table, Item: { ...Item, ...change } }));
}

export const valuesOf = ({ secrets }: Secrets) =>
  Object.fromEntries([...secrets].map(([name, { value }]) => [name, value]));
