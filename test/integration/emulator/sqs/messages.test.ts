import assert from 'node:assert/strict';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { type OneService, serveOne } from '../../../support/one-service.js';

describe('SQS messages', () => {
  let clock: ManualClock;
  let one: OneService<SqsService>;
  let sqs: SQSClient;

  beforeEach(async () => {
    clock = new ManualClock();
    one = await serveOne((context) => new SqsService(context), { clock });
    sqs = new SQSClient(one.client);
  });

  afterEach(async () => {
    sqs.destroy();
    await one.stop();
  });

  async function queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl ?? '';
  }

  const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

  async function receive(
    QueueUrl: string,
    more: Partial<ReceiveMessageCommandInput> = {},
  ): Promise<Message[]> {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }));
    return Messages ?? [];
  }

  const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

  it('go to one receiver, and become visible again after the visibility timeout', async () => {
    const url = await queue('q', { VisibilityTimeout: '30' });
    await send(url, 'one');
    assert.deepEqual(bodies(await receive(url)), ['one']);
    assert.deepEqual(await receive(url), []);
    await clock.advance(29_999);
    assert.deepEqual(await receive(url), []);
    await clock.advance(1);
    const [again] = await receive(url, { MessageSystemAttributeNames: ['All'] });
    assert.deepEqual(again?.Attributes, {
      SenderId: '000000000000',
      SentTimestamp: String(clock.start),
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: String(clock.start),
    });
  });

  it('are gone once deleted', async () => {
    const url = await queue('q', { VisibilityTimeout: '0' });
    await send(url, 'one');
    const [message] = await receive(url);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    assert.deepEqual(await receive(url), []);
  });

  it('keep their attributes, and show those that the receiver asks for', async () => {
    const url = await queue('q', { VisibilityTimeout: '0' });
    const MessageAttributes = {
      attempt: { DataType: 'Number', StringValue: '1' },
      raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 1, 255]) },
    };
    await send(url, 'one', { MessageAttributes });
    const [all] = await receive(url, { MessageAttributeNames: ['All'] });
    assert.deepEqual([...(all?.MessageAttributes?.raw?.BinaryValue ?? [])], [0, 1, 255]);
    const [some] = await receive(url, { MessageAttributeNames: ['attempt'] });
    assert.deepEqual(Object.keys(some?.MessageAttributes ?? {}), ['attempt']);
  });

  it('end a long poll as soon as they are sent', async () => {
    const url = await queue('q');
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await clock.slept();
    await send(url, 'one');
    assert.deepEqual(bodies(await waiting), ['one']);
  });

  it('are waited for as long as the long poll says, and no longer', async () => {
    const url = await queue('q');
    let ended = false;
    const waiting = receive(url, { WaitTimeSeconds: 20 }).finally(() => {
      ended = true;
    });
    await clock.slept();
    await clock.advance(19_999);
    assert.equal(ended, false);
    await clock.advance(1);
    assert.deepEqual(await waiting, []);
  });

  it('end a long poll when they become visible again', async () => {
    const url = await queue('q', { VisibilityTimeout: '5' });
    await send(url, 'one');
    await receive(url);
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await clock.slept();
    await clock.advance(5000);
    assert.deepEqual(bodies(await waiting), ['one']);
  });

  it('are delayed', async () => {
    const url = await queue('q', { DelaySeconds: '10' });
    await send(url, 'late');
    await send(url, 'soon', { DelaySeconds: 1 });
    await clock.advance(1000);
    assert.deepEqual(bodies(await receive(url, { MaxNumberOfMessages: 10 })), ['soon']);
    await clock.advance(9000);
    assert.deepEqual(bodies(await receive(url, { MaxNumberOfMessages: 10 })), ['late']);
  });

  it('move to the dead-letter queue after maxReceiveCount receives', async () => {
    const dead = await queue('q-dead-letter');
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:q-dead-letter';
    const url = await queue('q', {
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
    });
    await send(url, 'poison', { MessageAttributes: { kept: { DataType: 'String', StringValue: 'yes' } } });
    for (const _ of [1, 2]) {
      assert.deepEqual(bodies(await receive(url)), ['poison']);
      await clock.advance(1000);
    }
    assert.deepEqual(await receive(dead), []);
    assert.deepEqual(await receive(url), []);
    const [message] = await receive(dead, {
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    assert.equal(message?.Body, 'poison');
    assert.equal(message?.MessageAttributes?.kept?.StringValue, 'yes');
    assert.equal(message?.Attributes?.DeadLetterQueueSourceArn, 'arn:aws:sqs:us-east-1:000000000000:q');
  });

  it('become visible at once when the receiver sets a timeout of 0', async () => {
    const url = await queue('q');
    await send(url, 'one');
    const [message] = await receive(url);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    assert.deepEqual(bodies(await receive(url)), ['one']);
  });

  it('are sent and deleted in batches, where a wrong entry fails alone', async () => {
    const url = await queue('q');
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: 'two', DelaySeconds: 901 },
          { Id: 'c', MessageBody: 'three' },
        ],
      }),
    );
    assert.deepEqual(
      sent.Failed?.map(({ Id, Code, Message }) => [Id, Code, Message]),
      [
        [
          'b',
          'InvalidParameterValue',
          'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
        ],
      ],
    );
    const messages = await receive(url, { MaxNumberOfMessages: 10 });
    assert.deepEqual(bodies(messages), ['one', 'three']);
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    assert.equal(deleted.Successful?.length, 2);
  });

  it('are refused in a batch that is empty, too long, or has an id twice', async () => {
    const url = await queue('q');
    const batch = (ids: readonly string[]) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: ids.map((Id) => ({ Id, MessageBody: 'x' })),
        }),
      );
    await assert.rejects(batch([]), { name: 'EmptyBatchRequest' });
    await assert.rejects(batch(Array.from({ length: 11 }, (_, index) => `${index}`)), {
      name: 'TooManyEntriesInBatchRequest',
      message: 'Maximum number of entries per request are 10. You have sent 11.',
    });
    await assert.rejects(batch(['a', 'a']), { name: 'BatchEntryIdsNotDistinct' });
    await assert.rejects(batch(['a:b']), { name: 'InvalidBatchEntryId' });
  });

  it('have a limited size', async () => {
    const url = await queue('q', { MaximumMessageSize: '1024' });
    await send(url, 'x'.repeat(1024));
    await assert.rejects(send(url, 'x'.repeat(1025)), {
      name: 'InvalidParameterValue',
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    });
  });

  it('are not found by a malformed receipt handle', async () => {
    const url = await queue('q');
    await assert.rejects(sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'abc' })), {
      name: 'ReceiptHandleIsInvalid',
    });
  });

  it('are deleted after the retention period', async () => {
    const url = await queue('q', { MessageRetentionPeriod: '60' });
    await send(url, 'old');
    await clock.advance(60_001);
    assert.deepEqual(await receive(url), []);
  });

  it('end their long polls when the queue is deleted', async () => {
    const url = await queue('q');
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await clock.slept();
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    assert.deepEqual(await waiting, []);
  });

  it('stay visible when the receiver disconnects', async () => {
    const url = await queue('q');
    const gone = new AbortController();
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    await clock.slept();
    gone.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    await clock.allWoken();
    await send(url, 'one');
    assert.deepEqual(bodies(await receive(url)), ['one']);
  });

  it('keep their counts and their handles over a restart without a stop', async () => {
    const url = await queue('q');
    for (const body of ['one', 'two', 'three']) await send(url, body);
    const [first] = await receive(url);
    await one.restart();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    assert.deepEqual(
      [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible],
      ['2', '1'],
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    await clock.advance(30_000);
    assert.deepEqual(bodies(await receive(url, { MaxNumberOfMessages: 10 })), ['two', 'three']);
  });
});
