import assert from 'node:assert/strict';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRequests } from '../../../src/credstash/requests.js';
import { translateDynamoDb } from '../../../src/credstash/table/failures.js';
import { createReads } from '../../../src/credstash/table/reads.js';
import { createScans } from '../../../src/credstash/table/scans.js';
import { createWrites } from '../../../src/credstash/table/writes.js';

interface Sent {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Returns the three parts of a table of DynamoDB that answers with `pages` in turn, and what they send. */
function tableOf(...pages: readonly object[]) {
  const sent: Sent[] = [];
  const left = [...pages];
  const send = async (command: { constructor: { name: string }; input: Sent['input'] }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    const page = left.shift() ?? {};
    if (page instanceof Error) throw page;
    return page;
  };
  const dynamodb = { send } as unknown as DynamoDBClient;
  const requests = createRequests(1_000, translateDynamoDb('secrets'));
  return {
    reads: createReads(dynamodb, 'secrets', requests),
    scans: createScans(dynamodb, 'secrets', requests),
    writes: createWrites(dynamodb, 'secrets', requests),
    sent,
  };
}

const item = (name: string, version: string) => ({
  name: { S: name },
  version: { S: version },
  key: { S: 'key' },
  contents: { S: 'contents' },
  hmac: { S: 'hmac' },
  digest: { S: 'MD5' },
  comment: { S: 'a note' },
});
const row = {
  name: 'a',
  version: '1',
  key: 'key',
  contents: 'contents',
  hmac: 'hmac',
  digest: 'MD5',
  comment: 'a note',
};
const newestFirst = {
  TableName: 'secrets',
  ConsistentRead: true,
  ScanIndexForward: false,
  KeyConditionExpression: '#name = :name',
  ExpressionAttributeNames: { '#name': 'name' },
  ExpressionAttributeValues: { ':name': { S: 'a' } },
};
const listed = {
  Select: 'SPECIFIC_ATTRIBUTES',
  ProjectionExpression: '#name, #version, #comment',
  ExpressionAttributeNames: { '#name': 'name', '#version': 'version', '#comment': 'comment' },
};

describe('reads of one name', () => {
  it('find a version by its key, strongly consistent', async () => {
    const { reads, sent } = tableOf({ Item: item('a', '1') }, {});
    assert.deepEqual(await reads.find('a', '1'), row);
    assert.equal(await reads.find('a', '1'), undefined);
    const Key = { name: { S: 'a' }, version: { S: '1' } };
    const input = { TableName: 'secrets', Key, ConsistentRead: true };
    assert.deepEqual(sent[0], { name: 'GetItemCommand', input });
  });

  it('find the latest version: the first one, newest first', async () => {
    const { reads, sent } = tableOf({ Items: [item('a', '1')] }, { Items: [] }, {});
    assert.deepEqual(await reads.findLatest('a'), row);
    assert.equal(await reads.findLatest('a'), undefined);
    assert.equal(await reads.findLatest('a'), undefined);
    assert.deepEqual(sent[0], { name: 'QueryCommand', input: { ...newestFirst, Limit: 1 } });
  });

  it('find the number of the latest version, and fetch nothing else', async () => {
    const { reads, sent } = tableOf({ Items: [{ version: { S: '9' } }] }, { Items: [] });
    assert.equal(await reads.findLatestVersion('a'), '9');
    assert.equal(await reads.findLatestVersion('a'), undefined);
    assert.deepEqual(sent[0]?.input, {
      ...newestFirst,
      Limit: 1,
      ProjectionExpression: '#version',
      ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
    });
  });

  it('list the versions of every page, without values and keys', async () => {
    const LastEvaluatedKey = { name: { S: 'a' }, version: { S: '2' } };
    const { reads, sent } = tableOf(
      { Items: [item('a', '2')], LastEvaluatedKey },
      { Items: [item('a', '1')] },
    );
    assert.deepEqual(
      await reads.versions('a'),
      ['2', '1'].map((version) => ({ name: 'a', version, comment: 'a note', digest: 'MD5' })),
    );
    const input = {
      ...newestFirst,
      Select: 'SPECIFIC_ATTRIBUTES',
      ProjectionExpression: '#name, #version, #comment, #digest',
      ExpressionAttributeNames: { ...listed.ExpressionAttributeNames, '#digest': 'digest' },
    };
    assert.deepEqual(
      sent.map((one) => one.input),
      [
        { ...input, ExclusiveStartKey: undefined },
        { ...input, ExclusiveStartKey: LastEvaluatedKey },
      ],
    );
  });
});

describe('scans of the table', () => {
  const scan = { TableName: 'secrets', ConsistentRead: true, ExclusiveStartKey: undefined };

  it('list every version of every page, sorted by name and then by version', async () => {
    const LastEvaluatedKey = { name: { S: 'b' } };
    const { scans, sent } = tableOf(
      { Items: [item('b', '1'), item('a', '2')], LastEvaluatedKey },
      // DynamoDB filters a page after it has read it, so that it may be empty.
      { LastEvaluatedKey },
      { Items: [item('a', '1'), item('b', '0')] },
    );
    assert.deepEqual(
      (await scans.list()).map(({ name, version, comment }) => `${name} ${version} ${comment}`),
      ['a 1 a note', 'a 2 a note', 'b 0 a note', 'b 1 a note'],
    );
    assert.deepEqual(sent[0], { name: 'ScanCommand', input: { ...scan, ...listed } });
    assert.deepEqual(sent[2]?.input.ExclusiveStartKey, LastEvaluatedKey);
  });

  it('list each name once, sorted, and fetch only names', async () => {
    const { scans, sent } = tableOf({ Items: [item('b', '1'), item('a', '2'), item('b', '2')] });
    assert.deepEqual(await scans.names(), ['a', 'b']);
    const onlyName = { ProjectionExpression: '#name', ExpressionAttributeNames: { '#name': 'name' } };
    assert.deepEqual(sent[0]?.input, { ...scan, ...onlyName });
  });

  it('let DynamoDB filter by a prefix, and filter nothing without one', async () => {
    const { scans, sent } = tableOf({ Items: [item('a', '1')] }, {});
    for (const prefix of ['live/', '']) {
      for await (const { name } of scans.items(prefix)) assert.deepEqual(name, { S: 'a' });
    }
    assert.deepEqual(
      sent.map(({ input }) => input),
      [
        {
          ...scan,
          FilterExpression: 'begins_with(#name, :prefix)',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: { ':prefix': { S: 'live/' } },
        },
        scan,
      ],
    );
  });
});

describe('writes to the table', () => {
  it('add a row only if the version does not exist', async () => {
    const taken = new ConditionalCheckFailedException({ message: 'taken', $metadata: {} });
    const { writes, sent } = tableOf({}, taken);
    assert.deepEqual([await writes.add(row), await writes.add(row)], [true, false]);
    assert.deepEqual(sent[0], {
      name: 'PutItemCommand',
      input: {
        TableName: 'secrets',
        Item: item('a', '1'),
        ConditionExpression: 'attribute_not_exists(#name)',
        ExpressionAttributeNames: { '#name': 'name' },
      },
    });
  });

  it('translate any other error, and name the secret and its version', async () => {
    const { writes } = tableOf(new Error('refused'), new Error('refused'));
    const error = { code: 'STORE_UNAVAILABLE', secret: 'a', version: '1' };
    await assert.rejects(writes.add(row), error);
    await assert.rejects(writes.remove('a', '1'), error);
  });

  it('remove exactly one version', async () => {
    const { writes, sent } = tableOf({});
    await writes.remove('a', '1');
    const Key = { name: { S: 'a' }, version: { S: '1' } };
    assert.deepEqual(sent, [{ name: 'DeleteItemCommand', input: { TableName: 'secrets', Key } }]);
  });
});
