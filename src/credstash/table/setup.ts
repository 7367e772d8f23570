import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  TagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../clock.js';
import { StoreUnavailable } from '../errors.js';
import type { Requests } from '../requests.js';

export interface SetupOptions {
  /** Put on the table, also on one that is there already; tags that it has beside them stay. */
  readonly tags?: Readonly<Record<string, string>>;
  /** On demand when left out; else capacity units a second. An existing table keeps what it has. */
  readonly billing?: 'on-demand' | { readonly readUnits: number; readonly writeUnits: number };
}

/** Milliseconds. */
const PAUSE = 500;
const LONGEST_WAIT = 300_000;

/** @returns whether the table was made now */
export async function setupTable(
  setup: Setup,
  { tags = {}, billing = 'on-demand' }: SetupOptions,
): Promise<boolean> {
  const { dynamodb, table, requests } = setup;
  const { created, description } = await makeActive(setup, billing);
  verifyKeys(table, description);
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) {
    const input = { ResourceArn: description.TableArn, Tags };
    await requests({}, (limits) => dynamodb.send(new TagResourceCommand(input), limits));
  }
  return created;
}

interface Setup {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
  readonly requests: Requests;
}

function definition(table: string, billing: SetupOptions['billing']): CreateTableCommandInput {
  const capacity =
    typeof billing === 'object'
      ? {
          BillingMode: 'PROVISIONED' as const,
          ProvisionedThroughput: {
            ReadCapacityUnits: billing.readUnits,
            WriteCapacityUnits: billing.writeUnits,
          },
        }
      : { BillingMode: 'PAY_PER_REQUEST' as const };
  return {
    TableName: table,
    AttributeDefinitions: [
      { AttributeName: 'name', AttributeType: 'S' },
      { AttributeName: 'version', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'name', KeyType: 'HASH' },
      { AttributeName: 'version', KeyType: 'RANGE' },
    ],
    ...capacity,
  };
}

/** A table that is being deleted stands in the way until it is gone, so creating is tried again until then. */
async function makeActive(
  setup: Setup,
  billing: SetupOptions['billing'],
): Promise<{ created: boolean; description: TableDescription }> {
  const { table, clock } = setup;
  const end = clock.now().getTime() + LONGEST_WAIT;
  let created = await createTable(setup, billing);
  for (;;) {
    const found = await describeTable(setup);
    const status = found?.TableStatus ?? 'missing';
    if (found && (status === 'ACTIVE' || status === 'UPDATING')) return { created, description: found };
    if (clock.now().getTime() >= end) {
      throw new StoreUnavailable(`table ${table} is ${status} and does not become active.`, {});
    }
    if (status !== 'CREATING' && (await createTable(setup, billing))) created = true;
    else await clock.sleep(PAUSE);
  }
}

/** @returns false where a table of that name is there, even if on its way out */
async function createTable(
  { dynamodb, table, requests }: Setup,
  billing: SetupOptions['billing'],
): Promise<boolean> {
  return await requests({}, async (limits) => {
    try {
      await dynamodb.send(new CreateTableCommand(definition(table, billing)), limits);
      return true;
    } catch (error) {
      if (error instanceof ResourceInUseException) return false;
      throw error;
    }
  });
}

/** Undefined for a table that is gone, or was made a moment ago and is not known everywhere yet. */
async function describeTable({ dynamodb, table, requests }: Setup): Promise<TableDescription | undefined> {
  return await requests({}, async (limits) => {
    try {
      return (await dynamodb.send(new DescribeTableCommand({ TableName: table }), limits)).Table;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  });
}

/** A table of another shape is somebody else's. */
function verifyKeys(table: string, { KeySchema = [], AttributeDefinitions = [] }: TableDescription): void {
  const types = new Map(
    AttributeDefinitions.map((definition) => [definition.AttributeName, definition.AttributeType]),
  );
  const keys = KeySchema.map((key) => `${key.KeyType} ${key.AttributeName} ${types.get(key.AttributeName)}`);
  if (keys.sort().join() === 'HASH name S,RANGE version S') return;
  throw new StoreUnavailable(
    `there is a table ${table} already, and its keys are ${keys.join(' and ')} instead of HASH name S and RANGE version S.`,
    {},
  );
}
