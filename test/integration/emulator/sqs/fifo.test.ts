import assert from 'node:assert/strict';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

describe('SQS FIFO queues', () => {
  let clock: ManualClock;
  let one: OneService<SqsService>;
  let sqs: SQSClient;
  let QueueUrl: string | undefined;

  beforeEach(async () => {
    clock = new ManualClock();
    one = await serveOne((context) => new SqsService(context), { clock });
    sqs = new SQSClient(one.client);
    const Attributes = { FifoQueue: 'true' };
    ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes })));
  });

  afterEach(async () => {
    sqs.destroy();
    await one.stop();
  });

  const send = (MessageBody: string, MessageGroupId: string, more: Partial<SendMessageCommandInput> = {}) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody,
        MessageGroupId,
        MessageDeduplicationId: MessageBody,
        ...more,
      }),
    );

  const receive = async () => {
    const query = { QueueUrl, MaxNumberOfMessages: 10 };
    return (await sqs.send(new ReceiveMessageCommand(query))).Messages ?? [];
  };

  it('block a group until its message is deleted, and no other group', async () => {
    await send('a1', 'a');
    const [first] = await receive();
    await send('a2', 'a');
    await send('b1', 'b');
    assert.deepEqual(
      (await receive()).map(({ Body }) => Body),
      ['b1'],
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    assert.deepEqual(
      (await receive()).map(({ Body }) => Body),
      ['a2'],
    );
  });

  it('send a message once within five minutes, also after a restart and a delete', async () => {
    const sent = await send('a1', 'a');
    const [message] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    await one.restart();
    const repeated = await send('a1', 'a');
    assert.deepEqual([repeated.MessageId, repeated.SequenceNumber], [sent.MessageId, sent.SequenceNumber]);
    assert.deepEqual(await receive(), []);
    await clock.advance(300_000);
    const later = await send('a1', 'a');
    assert.notEqual(later.MessageId, sent.MessageId);
    assert.ok((later.SequenceNumber ?? '') > (sent.SequenceNumber ?? ''));
    assert.equal((await receive()).length, 1);
  });

  it('require a group, and a deduplication id or content-based deduplication', async () => {
    await assert.rejects(send('a', 'a', { MessageDeduplicationId: undefined }), {
      name: 'InvalidParameterValue',
      message:
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    });
    await assert.rejects(send('a', 'a', { MessageGroupId: undefined }), {
      name: 'MissingParameter',
      message: 'The request must contain the parameter MessageGroupId.',
    });
  });

  it('refuse a delay of a single message', async () => {
    await assert.rejects(send('a', 'a', { DelaySeconds: 2 }), {
      message:
        'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    });
  });

  it('refuse a delete with an expired handle', async () => {
    await send('a1', 'a');
    const [message] = await receive();
    await clock.advance(30_000);
    const ReceiptHandle = message?.ReceiptHandle;
    await assert.rejects(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })), {
      name: 'InvalidParameterValue',
      message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    });
  });

  it('have a name that ends with .fifo', async () => {
    const Attributes = { FifoQueue: 'true' };
    await assert.rejects(sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes })), {
      name: 'InvalidParameterValue',
    });
  });
});
