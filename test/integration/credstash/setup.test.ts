import assert from 'node:assert/strict';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import type { CredstashError } from '../../../src/credstash/index.js';
import { until } from '../../support/until.js';
import { useCredstash } from './harness.js';

/** The error of CreateTable while a table of that name is being deleted. */
const inUse = { type: 'error', code: 'ResourceInUseException', status: 400 } as const;

describe('credstash in an AWS account', function () {
  this.timeout(120_000);
  const harness = useCredstash();

  describe('setup', () => {
    const describeTable = async () =>
      (await harness.stage.dynamodb.send(new DescribeTableCommand({ TableName: harness.table }))).Table;

    /** Waits until the table is gone: DynamoDB answers earlier, and keeps the name until then. */
    async function remove(): Promise<void> {
      const { dynamodb } = harness.stage;
      await dynamodb.send(new DeleteTableCommand({ TableName: harness.table }));
      await until('the table is gone', async () => {
        const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
        return !TableNames.includes(harness.table);
      });
    }

    it('creates the table once', async () => {
      await remove();
      assert.deepEqual(await harness.credstash.setup(), { created: true });
      assert.deepEqual(await harness.credstash.setup(), { created: false });
      const { KeySchema, BillingModeSummary } = (await describeTable()) ?? {};
      assert.deepEqual(KeySchema, [
        { AttributeName: 'name', KeyType: 'HASH' },
        { AttributeName: 'version', KeyType: 'RANGE' },
      ]);
      assert.equal(BillingModeSummary?.BillingMode, 'PAY_PER_REQUEST');
    });

    it('creates the table again while the old one is being deleted', async () => {
      await remove();
      let refusals = 0;
      harness.stage.faults = ({ operation }) => {
        if (operation === 'CreateTable' && refusals++ < 2) return inUse;
        return undefined;
      };
      const clock = { now: () => new Date(), sleep: async () => undefined };
      assert.deepEqual(await harness.open({ clock }).setup(), { created: true });
      assert.equal(refusals, 3);
    });

    it('tags an existing table', async () => {
      await harness.credstash.setup({ tags: { owner: 'boletos', 'cost centre': '7' } });
      const ResourceArn = (await describeTable())?.TableArn;
      const { Tags } = await harness.stage.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));
      assert.deepEqual(Tags?.map(({ Key, Value }) => `${Key}=${Value}`).sort(), [
        'cost centre=7',
        'owner=boletos',
      ]);
    });

    it('provisions the requested capacity', async () => {
      await remove();
      await harness.credstash.setup({ billing: { readUnits: 3, writeUnits: 2 } });
      const { ReadCapacityUnits, WriteCapacityUnits } = (await describeTable())?.ProvisionedThroughput ?? {};
      assert.deepEqual([ReadCapacityUnits, WriteCapacityUnits], [3, 2]);
    });

    it('refuses a table with other keys', async () => {
      await remove();
      await harness.stage.dynamodb.send(
        new CreateTableCommand({
          TableName: harness.table,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        }),
      );
      await assert.rejects(harness.credstash.setup(), {
        code: 'STORE_UNAVAILABLE',
        message: `The credstash table cannot be used: there is a table ${harness.table} already, and its keys are HASH id S instead of HASH name S and RANGE version S.`,
      });
    });
  });

  describe('with a clock that is one hour slow', () => {
    it('corrects its clock from the answer of AWS', async () => {
      const late = { ...harness.stage.client, systemClockOffset: -3_600_000 };
      const dynamodb = new DynamoDBClient(late);
      const kms = new KMSClient(late);
      await harness.open({ dynamodb, kms }).put('a', 'v');
      assert.equal(await harness.open({ dynamodb, kms }).get('a'), 'v');
      dynamodb.destroy();
      kms.destroy();
    });

    it('reports a clock that it cannot correct', async () => {
      const skewed = { type: 'error', code: 'RequestTimeTooSkewed', status: 403 } as const;
      await harness.credstash.put('a', 'v');
      for (const [operation, code] of [
        ['Query', 'STORE_UNAVAILABLE'],
        ['Decrypt', 'KMS_UNAVAILABLE'],
      ]) {
        harness.stage.fail((call) => (call.operation === operation ? skewed : undefined));
        await assert.rejects(harness.credstash.get('a'), (error: CredstashError) => {
          assert.equal(error.code, code);
          assert.match(error.message, /RequestTimeTooSkewed/);
          return true;
        });
      }
    });
  });
});
