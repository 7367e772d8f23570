import assert from 'node:assert/strict';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  TagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { createRequests } from '../../../src/credstash/requests.js';
import { translateDynamoDb } from '../../../src/credstash/table/failures.js';
import { type SetupOptions, setupTable } from '../../../src/credstash/table/setup.js';

const KEYS = {
  KeySchema: [
    { AttributeName: 'name', KeyType: 'HASH' },
    { AttributeName: 'version', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'version', AttributeType: 'S' },
    { AttributeName: 'name', AttributeType: 'S' },
  ],
} as const;

type Table = { TableStatus: string; KeySchema?: object; AttributeDefinitions?: object } | undefined;

describe('setupTable', () => {
  let now: number;
  let pauses: number[];
  let created: number;
  let inputs: object[];

  beforeEach(() => {
    now = 0;
    pauses = [];
    created = 0;
    inputs = [];
  });

  const clock = {
    now: () => new Date(now),
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };

  /**
   * Sets up a table whose descriptions follow one another. The last one stays.
   *
   * @param exists whether a table holds the name at each attempt to create it; the last one stays
   */
  async function setUp(
    descriptions: readonly Table[],
    exists: boolean | readonly boolean[] = true,
    options: SetupOptions = {},
  ): Promise<boolean> {
    const left = [...descriptions];
    const taken = [exists].flat();
    const next = <T>(queue: T[]): T | undefined => (queue.length > 1 ? queue.shift() : queue[0]);
    const details = { message: '', $metadata: {} };
    const send = async (command: { input: object }) => {
      if (!(command instanceof DescribeTableCommand)) inputs.push(command.input);
      if (command instanceof TagResourceCommand) return {};
      if (command instanceof CreateTableCommand) {
        if (next(taken)) throw new ResourceInUseException(details);
        created++;
        return {};
      }
      const table = next(left);
      if (!table) throw new ResourceNotFoundException(details);
      return { Table: { TableArn: 'arn:secrets', ...KEYS, ...table } };
    };
    const dynamodb = { send } as unknown as DynamoDBClient;
    const requests = createRequests(1_000, translateDynamoDb('secrets'));
    return await setupTable({ dynamodb, table: 'secrets', clock, requests }, options);
  }

  it('leaves a table that is active or being updated', async () => {
    assert.equal(await setUp([{ TableStatus: 'ACTIVE' }]), false);
    assert.equal(await setUp([{ TableStatus: 'UPDATING' }]), false);
    assert.deepEqual(pauses, []);
  });

  it('waits until a new table is active, and creates it only once', async () => {
    const creating = { TableStatus: 'CREATING' };
    assert.equal(await setUp([creating, creating, { TableStatus: 'ACTIVE' }], false), true);
    assert.equal(created, 1);
    assert.deepEqual(pauses, [500, 500]);
  });

  it('creates the table as soon as a table that is being deleted is gone', async () => {
    const deleting = { TableStatus: 'DELETING' };
    const isNew = await setUp(
      [deleting, deleting, undefined, { TableStatus: 'ACTIVE' }],
      [true, true, true, false],
    );
    assert.deepEqual([isNew, created, pauses], [true, 1, [500, 500]]);
  });

  it('creates nothing while the table is being created, and looks again every half second', async () => {
    const creating = { TableStatus: 'CREATING' };
    assert.equal(await setUp([creating, creating, { TableStatus: 'ACTIVE' }], [true, false]), false);
    assert.deepEqual([created, pauses], [0, [500, 500]]);
  });

  const definition = {
    TableName: 'secrets',
    AttributeDefinitions: KEYS.AttributeDefinitions.toReversed(),
    KeySchema: KEYS.KeySchema,
  };
  const active = { TableStatus: 'ACTIVE' };

  it('creates a table on demand, and sends no tags when it is given none', async () => {
    await setUp([active], false);
    assert.deepEqual(inputs, [{ ...definition, BillingMode: 'PAY_PER_REQUEST' }]);
  });

  it('creates a table with units per second', async () => {
    await setUp([active], false, { billing: { readUnits: 3, writeUnits: 2 } });
    const ProvisionedThroughput = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };
    assert.deepEqual(inputs, [{ ...definition, BillingMode: 'PROVISIONED', ProvisionedThroughput }]);
  });

  it('sets the tags, also on a table that exists', async () => {
    await setUp([active], true, { tags: { team: 'billing', tier: '1' } });
    const Tags = [
      { Key: 'team', Value: 'billing' },
      { Key: 'tier', Value: '1' },
    ];
    assert.deepEqual(inputs[1], { ResourceArn: 'arn:secrets', Tags });
  });

  for (const [status, table] of [
    ['CREATING', { TableStatus: 'CREATING' }],
    ['DELETING', { TableStatus: 'DELETING' }],
    ['missing', undefined],
  ] as const) {
    it(`fails when the table is ${status} for 5 minutes`, async () => {
      await assert.rejects(setUp([table]), {
        code: 'STORE_UNAVAILABLE',
        message: `The credstash table cannot be used: table secrets is ${status} and does not become active.`,
      });
      assert.equal(now, 300_000);
    });
  }

  for (const [what, more, keys] of [
    [
      'whose version is a number',
      {
        AttributeDefinitions: [
          { AttributeName: 'name', AttributeType: 'S' },
          { AttributeName: 'version', AttributeType: 'N' },
        ],
      },
      'HASH name S and RANGE version N',
    ],
    ['without a sort key', { KeySchema: KEYS.KeySchema.slice(0, 1) }, 'HASH name S'],
  ] as const) {
    it(`refuses a table ${what}`, async () => {
      await assert.rejects(setUp([{ TableStatus: 'ACTIVE', ...more }]), {
        code: 'STORE_UNAVAILABLE',
        message: `The credstash table cannot be used: there is a table secrets already, and its keys are ${keys} instead of HASH name S and RANGE version S.`,
      });
    });
  }
});
