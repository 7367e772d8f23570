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
  /** Tags to set on the table, new or existing. Its other tags stay. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Default: on demand. Units are per second. An existing table keeps its billing. */
  readonly billing?: 'on-demand' | { readonly readUnits: number; readonly writeUnits: number };
}

/** Milliseconds. */
const PAUSE = 500;
const LONGEST_WAIT = 300_000;

/**
 * Creates the table unless it exists, waits until it is active, and sets its tags.
 *
 * @returns whether the table was created
 * @throws {StoreUnavailable} the table has other keys, or is not active within 5 minutes
 */
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

/** Repeats the creation until the name is free: a table that is being deleted still holds its name. */
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

/** Returns false if a table of this name exists, even one that is being deleted. */
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

/** Returns undefined for a table that is gone, or so new that not every server of DynamoDB knows it. */
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

/** A table with other keys does not belong to credstash. */
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
