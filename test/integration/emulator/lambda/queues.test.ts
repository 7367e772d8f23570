import assert from 'node:assert/strict';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { type OneService, serveOne } from '../../../support/one-service.js';
import { until } from '../../../support/until.js';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:tasks';
/** Seconds, by the queue's clock, before a received message becomes visible again. */
const VISIBILITY = 30;

describe("event source mappings of the emulator's Lambda", () => {
  // A test advances this clock. By the real one, a slow start of a function would let a message come twice.
  let clock: ManualClock;
  let sqs: OneService<SqsService>;
  let queue: SQSClient;
  let url: string;
  let stage: LambdaStage;

  beforeEach(async () => {
    clock = new ManualClock();
    sqs = await serveOne((context) => new SqsService(context), { clock });
    queue = new SQSClient(sqs.client);
    const { QueueUrl } = await queue.send(
      new CreateQueueCommand({
        QueueName: 'tasks',
        Attributes: { VisibilityTimeout: String(VISIBILITY) },
      }),
    );
    url = QueueUrl ?? '';
    stage = await startLambda({}, sqs.service);
  });
  afterEach(async () => {
    await stage.stop();
    queue.destroy();
    await sqs.stop();
  });

  const map = (settings: Partial<CreateEventSourceMappingCommandInput> = {}) =>
    stage.client.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'take', EventSourceArn: QUEUE, ...settings }),
    );
  const send = (...bodies: string[]) =>
    queue.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: bodies.map((MessageBody, index) => ({
          Id: String(index),
          MessageBody,
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'boleto' } },
        })),
      }),
    );
  /** Returns the events that the function received and logged. */
  const calls = () =>
    stage.logged
      .filter(({ message }) => message.includes('CALL '))
      .map(({ message }) => JSON.parse(message.slice(message.indexOf('CALL ') + 5)));
  const bodies = () => calls().flatMap(({ Records }) => Records.map(({ body }: { body: string }) => body));
  const counts = async () => {
    const { Attributes } = await queue.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    return {
      visible: Number(Attributes?.ApproximateNumberOfMessages),
      inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
    };
  };
  const isEmpty = async () => {
    const { visible, inFlight } = await counts();
    return visible + inFlight === 0;
  };
  /** Waits until the function has ended a call. */
  const callEnded = () =>
    until('a call of the function ended', () =>
      stage.logged.some(({ message }) => message.startsWith('REPORT')),
    );
  const endVisibilityTimeout = () => clock.advance(VISIBILITY * 1000);
  const take = (answer: string) =>
    stage.create(
      'take',
      `exports.handler = async (event) => { console.log('CALL ' + JSON.stringify(event)); ${answer} };`,
    );

  it('send messages to the function and delete them', async () => {
    await take('return "whatever";');
    await map();
    await send('one');
    const [event] = await until('the function was called', () => calls().length > 0 && calls());
    const { messageId, receiptHandle, attributes, md5OfMessageAttributes, ...record } = event.Records[0];
    assert.ok(messageId && receiptHandle && md5OfMessageAttributes);
    assert.deepEqual(Object.keys(attributes).sort(), [
      'ApproximateFirstReceiveTimestamp',
      'ApproximateReceiveCount',
      'SenderId',
      'SentTimestamp',
    ]);
    assert.deepEqual(record, {
      body: 'one',
      messageAttributes: {
        kind: { stringValue: 'boleto', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
      eventSource: 'aws:sqs',
      eventSourceARN: QUEUE,
      awsRegion: 'us-east-1',
    });
    await until('the queue is empty', isEmpty);
  });

  it('keep a batch in the queue when the function fails', async () => {
    await take(
      'if (event.Records[0].attributes.ApproximateReceiveCount === "1") throw new Error("not yet");',
    );
    await map();
    await send('one');
    await callEnded();
    assert.deepEqual(await counts(), { visible: 0, inFlight: 1 });
    await endVisibilityTimeout();
    await until('the queue is empty', isEmpty);
    assert.deepEqual(bodies(), ['one', 'one']);
  });

  it('keep only the messages that the function reports as failed', async () => {
    await take(
      'return { batchItemFailures: event.Records.filter((r) => r.body === "bad" && r.attributes.ApproximateReceiveCount === "1").map((r) => ({ itemIdentifier: r.messageId })) };',
    );
    await send('good', 'bad', 'fine');
    await map({ FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 10 });
    await callEnded();
    assert.deepEqual(await counts(), { visible: 0, inFlight: 1 });
    await endVisibilityTimeout();
    await until('the queue is empty', isEmpty);
    assert.deepEqual(bodies().sort(), ['bad', 'bad', 'fine', 'good']);
  });

  it('send at most a batch in one call', async () => {
    await take('');
    await send('1', '2', '3', '4', '5');
    await map({ BatchSize: 2 });
    await until('the queue is empty', isEmpty);
    assert.equal(bodies().length, 5);
    assert.ok(calls().every(({ Records }) => Records.length <= 2));
  });

  it('send a message again after the function was throttled', async () => {
    await take('');
    const limit = (ReservedConcurrentExecutions: number) =>
      stage.client.send(
        new PutFunctionConcurrencyCommand({ FunctionName: 'take', ReservedConcurrentExecutions }),
      );
    await limit(0);
    await map();
    await send('one');
    await until('the throttled call was reported', () => stage.reported.length > 0);
    assert.deepEqual(stage.reported, [
      `Messages of ${QUEUE} did not reach arn:aws:lambda:us-east-1:000000000000:function:take: Rate Exceeded.`,
    ]);
    assert.deepEqual(await counts(), { visible: 0, inFlight: 1 });
    await limit(1);
    await endVisibilityTimeout();
    const [event] = await until('the function was called', () => calls().length > 0 && calls());
    assert.equal(event.Records[0].attributes.ApproximateReceiveCount, '2');
  });

  it('have a state, and read nothing while they are disabled', async () => {
    await take('');
    const { UUID, State } = await map();
    assert.equal(State, 'Creating');
    const state = async () => (await stage.client.send(new GetEventSourceMappingCommand({ UUID }))).State;
    await until('it is enabled', async () => (await state()) === 'Enabled');
    const disabled = await stage.client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    assert.equal(disabled.State, 'Disabling');
    await until('it is disabled', async () => (await state()) === 'Disabled');
    await send('one');
    assert.equal(await isEmpty(), false);
    assert.deepEqual(calls(), []);
    await stage.client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await until('the queue is empty', isEmpty);
    assert.deepEqual(bodies(), ['one']);
    const deleted = await stage.client.send(new DeleteEventSourceMappingCommand({ UUID }));
    assert.equal(deleted.State, 'Deleting');
    await assert.rejects(state(), { name: 'ResourceNotFoundException' });
  });

  it('can exist only once for a queue and a function', async () => {
    await take('');
    const { UUID } = await map();
    await assert.rejects(map(), {
      name: 'ResourceConflictException',
      message: `The event source arn (" ${QUEUE} ") and function (" take ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    });
    const { EventSourceMappings } = await stage.client.send(
      new ListEventSourceMappingsCommand({ FunctionName: 'take' }),
    );
    assert.equal(EventSourceMappings?.length, 1);
    assert.ok(EventSourceMappings[0]?.LastModified instanceof Date);
  });

  it('continue after a restart', async () => {
    await take('');
    await map();
    await stage.one.service.stop();
    (await stage.one.restart()).start();
    await send('one');
    await until('the queue is empty', isEmpty);
    assert.deepEqual(bodies(), ['one']);
  });
});
