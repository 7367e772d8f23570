import assert from 'node:assert/strict';
import { DynamoDbService } from '../../../../src/emulator/dynamodb/index.js';
import { type CallableService, callable, callJson, type JsonAnswer } from '../../../support/call-service.js';

const SUPPORTED = [
  ...['BatchGetItem', 'BatchWriteItem', 'CreateTable', 'DeleteItem', 'DeleteTable', 'DescribeTable'],
  ...['DescribeTimeToLive', 'GetItem', 'ListTables', 'ListTagsOfResource', 'PutItem', 'Query', 'Scan'],
  ...['TagResource', 'UntagResource', 'UpdateItem', 'UpdateTable', 'DescribeContinuousBackups'],
];

describe('DynamoDB requests', () => {
  let dynamodb: CallableService<DynamoDbService>;

  before(async () => {
    dynamodb = await callable((context) => DynamoDbService.open(context));
  });
  after(() => dynamodb.close());

  /** Calls with the headers without which dynalite answers no request. */
  const ask = (operation: string, input: object = {}): Promise<JsonAnswer> =>
    callJson(dynamodb, operation, input, {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260304T050607Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b',
    });

  it('are answered by dynalite, but 501 for an operation that it does not have', async () => {
    for (const operation of SUPPORTED) assert.notEqual((await ask(operation)).status, 501, operation);
    for (const operation of ['TransactWriteItems', 'ExecuteStatement', 'CreateBackup']) {
      const { status, code } = await ask(operation);
      assert.deepEqual([status, code], [501, 'NotImplemented'], operation);
    }
  });

  it('report a table without point-in-time recovery, and a missing table', async () => {
    await ask('CreateTable', {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    const { body } = await ask('DescribeContinuousBackups', { TableName: 'orders' });
    assert.deepEqual(body.ContinuousBackupsDescription, {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    });
    const missing = await ask('DescribeContinuousBackups', { TableName: 'none' });
    assert.deepEqual(
      [missing.status, missing.code, missing.body.message],
      [400, 'TableNotFoundException', 'Table not found: none'],
    );
  });
});
