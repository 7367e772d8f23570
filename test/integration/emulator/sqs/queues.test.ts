import assert from 'node:assert/strict';
import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

describe('SQS queues', () => {
  let one: OneService<SqsService>;
  let sqs: SQSClient;

  beforeEach(async () => {
    one = await serveOne((context) => new SqsService(context));
    sqs = new SQSClient(one.client);
  });

  afterEach(async () => {
    sqs.destroy();
    await one.stop();
  });

  const create = (QueueName: string, Attributes: Record<string, string> = {}) =>
    sqs.send(new CreateQueueCommand({ QueueName, Attributes }));

  it('have a URL at the endpoint of the emulator', async () => {
    const { QueueUrl } = await create('orders');
    assert.equal(QueueUrl, `${one.endpoint}/000000000000/orders`);
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
    assert.equal(found.QueueUrl, QueueUrl);
  });

  it('are created again with the same attributes only', async () => {
    await create('orders', { VisibilityTimeout: '60' });
    await create('orders', { VisibilityTimeout: '60' });
    await create('orders');
    await assert.rejects(create('orders', { VisibilityTimeout: '61' }), {
      name: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    });
  });

  it('show their attributes, also after a change', async () => {
    const { QueueUrl } = await create('orders', { DelaySeconds: '5' });
    const Attributes = { VisibilityTimeout: '180' };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const all = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { CreatedTimestamp, LastModifiedTimestamp, ...rest } = all.Attributes ?? {};
    assert.match(`${CreatedTimestamp} ${LastModifiedTimestamp}`, /^\d{10} \d{10}$/);
    assert.deepEqual(rest, {
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
      VisibilityTimeout: '180',
      DelaySeconds: '5',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
    });
  });

  it('are listed with a prefix and in pages', async () => {
    for (const name of ['b-2', 'a', 'b-1', 'b-3']) await create(name);
    const query = { QueueNamePrefix: 'b-', MaxResults: 2 };
    const first = await sqs.send(new ListQueuesCommand(query));
    const second = await sqs.send(new ListQueuesCommand({ ...query, NextToken: first.NextToken }));
    const names = [...(first.QueueUrls ?? []), ...(second.QueueUrls ?? [])].map((url) =>
      url.split('/').pop(),
    );
    assert.deepEqual(names, ['b-1', 'b-2', 'b-3']);
    assert.equal(second.NextToken, undefined);
  });

  it('list the queues that they are the dead-letter queue of', async () => {
    const { QueueUrl } = await create('dead-letter');
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead-letter';
    await create('orders', { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) });
    const { queueUrls } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
    assert.deepEqual(queueUrls, [`${one.endpoint}/000000000000/orders`]);
  });

  it('have a dead-letter queue that exists', async () => {
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:none';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 });
    await assert.rejects(create('orders', { RedrivePolicy }), {
      name: 'InvalidParameterValue',
      message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    });
  });

  it('are empty after a purge, and gone once deleted', async () => {
    const { QueueUrl } = await create('orders');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    assert.equal((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages, undefined);
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await assert.rejects(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
      (error: { name: string; Code: string; message: string }) => {
        assert.equal(error.name, 'QueueDoesNotExist');
        assert.equal(error.Code, 'AWS.SimpleQueueService.NonExistentQueue');
        assert.equal(error.message, 'The specified queue does not exist.');
        return true;
      },
    );
  });

  it('have tags', async () => {
    const { QueueUrl } = await create('orders');
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    assert.deepEqual((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags, { b: '2' });
  });

  it('are all there after a restart without a stop', async () => {
    await create('orders', { VisibilityTimeout: '60' });
    await one.restart();
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
    const AttributeNames = ['VisibilityTimeout' as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    assert.deepEqual(Attributes, { VisibilityTimeout: '60' });
  });

  it('answer 501 to an unsupported operation', async () => {
    const { QueueUrl } = await create('orders');
    const permission = { Label: 'x', AWSAccountIds: ['111111111111'], Actions: ['SendMessage'] };
    await assert.rejects(sqs.send(new AddPermissionCommand({ QueueUrl, ...permission })), {
      name: 'NotImplemented',
      message: 'The local stage does not support sqs AddPermission. It is a development stand-in for AWS.',
    });
    await assert.rejects(
      sqs.send(new ReceiveMessageCommand({ QueueUrl, ReceiveRequestAttemptId: 'a' })),
      /does not support sqs ReceiveMessage with ReceiveRequestAttemptId/,
    );
  });
});
