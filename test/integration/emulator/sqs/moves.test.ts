import assert from 'node:assert/strict';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

describe('SQS message move tasks', () => {
  let one: OneService<SqsService>;
  let sqs: SQSClient;
  let orders: { url: string; arn: string };
  let dead: { url: string; arn: string };

  beforeEach(async () => {
    one = await serveOne((context) => new SqsService(context));
    sqs = new SQSClient(one.client);
    dead = await create('orders-dead-letter');
    const policy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 3 };
    orders = await create('orders', { RedrivePolicy: JSON.stringify(policy) });
  });
  afterEach(async () => {
    sqs.destroy();
    await one.stop();
  });

  async function create(QueueName: string, Attributes: Record<string, string> = {}) {
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
    return { url, arn: (await sqs.send(command)).Attributes?.QueueArn ?? '' };
  }
  const bury = (MessageBody: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: dead.url,
        MessageBody,
        MessageAttributes: { request_id: { DataType: 'String', StringValue: 'r-1' } },
      }),
    );
  const receive = async (QueueUrl: string) => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    return (await sqs.send(command)).Messages ?? [];
  };
  const move = (SourceArn = dead.arn, DestinationArn = orders.arn) =>
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));

  it('move every visible message, as a new one with its content', async () => {
    const sent = await Promise.all(['a', 'b'].map(bury));
    assert.ok((await move()).TaskHandle);
    const moved = await receive(orders.url);
    assert.deepEqual(moved.map(({ Body }) => Body).sort(), ['a', 'b']);
    for (const { Attributes, MessageAttributes, MessageId } of moved) {
      assert.equal(Attributes?.ApproximateReceiveCount, '1');
      assert.equal(MessageAttributes?.request_id?.StringValue, 'r-1');
      assert.ok(!sent.some((message) => message.MessageId === MessageId));
    }
    assert.deepEqual(await receive(dead.url), []);
  });

  it('leave messages that are in flight', async () => {
    await bury('a');
    await receive(dead.url);
    await bury('b');
    await move();
    assert.deepEqual(
      (await receive(orders.url)).map(({ Body }) => Body),
      ['b'],
    );
  });

  it('are listed with their counts, the newest first', async () => {
    await bury('a');
    await move();
    await move();
    const { Results = [] } = await sqs.send(
      new ListMessageMoveTasksCommand({ SourceArn: dead.arn, MaxResults: 10 }),
    );
    assert.deepEqual(
      Results.map(({ Status, ApproximateNumberOfMessagesMoved }) => [
        Status,
        ApproximateNumberOfMessagesMoved,
      ]),
      [
        ['COMPLETED', 0],
        ['COMPLETED', 1],
      ],
    );
  });

  it('start at a dead-letter queue only', async () => {
    await assert.rejects(move(orders.arn, dead.arn), {
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
  });

  it('refuse a limit of speed', async () => {
    const command = new StartMessageMoveTaskCommand({
      SourceArn: dead.arn,
      DestinationArn: orders.arn,
      MaxNumberOfMessagesPerSecond: 5,
    });
    await assert.rejects(sqs.send(command), /StartMessageMoveTask with MaxNumberOfMessagesPerSecond/);
  });
});
