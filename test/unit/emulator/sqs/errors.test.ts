import assert from 'node:assert/strict';
import { openSqs, PREFIX, QueueUrl, type SqsRequests } from './requests.js';

describe('SQS requests', () => {
  let sqs: SqsRequests;

  beforeEach(async () => {
    sqs = await openSqs();
  });
  afterEach(() => sqs.close());

  it('are answered with the code of the query protocol too', async () => {
    const errors = [
      ['PurgeQueue', { QueueUrl: `${PREFIX}none` }, 'AWS.SimpleQueueService.NonExistentQueue'],
      ['CreateQueue', { QueueName: 'orders', Attributes: { DelaySeconds: '9' } }, 'QueueAlreadyExists'],
      ['SendMessageBatch', { QueueUrl }, 'AWS.SimpleQueueService.EmptyBatchRequest'],
      [
        'SendMessageBatch',
        { QueueUrl, Entries: Array.from({ length: 11 }, () => ({})) },
        'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
      ],
      ['SendMessageBatch', { QueueUrl, Entries: [{}] }, 'AWS.SimpleQueueService.InvalidBatchEntryId'],
      [
        'SendMessageBatch',
        { QueueUrl, Entries: [{ Id: 'a' }, { Id: 'a' }] },
        'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      ],
      [
        'SendMessageBatch',
        { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x'.repeat(1_048_577) }] },
        'AWS.SimpleQueueService.BatchRequestTooLong',
      ],
      ['ListQueues', { MaxResults: 0 }, 'InvalidParameterValue'],
      ['GetQueueUrl', {}, 'MissingParameter'],
      ['GetQueueAttributes', { QueueUrl, AttributeNames: ['x'] }, 'InvalidAttributeName'],
    ] as const;
    for (const [operation, input, code] of errors) {
      const { headers } = await sqs.ask(operation, input);
      assert.equal(headers['x-amzn-query-error'], `${code};Sender`);
    }
    const { body, headers } = await sqs.ask('GetQueueUrl');
    assert.equal(body.__type, 'com.amazon.coral.service#MissingRequiredParameterException');
    assert.deepEqual(
      [headers['content-type'], headers['x-amzn-requestid']],
      ['application/x-amz-json-1.0', 'request-1'],
    );
    assert.equal(
      (await sqs.ask('PurgeQueue', { QueueUrl: 'x' })).body.__type,
      'com.amazonaws.sqs#QueueDoesNotExist',
    );
    const unsupported = await sqs.ask('AddPermission');
    assert.equal(unsupported.headers['x-amzn-query-error'], 'NotImplemented;Receiver');
  });
});
