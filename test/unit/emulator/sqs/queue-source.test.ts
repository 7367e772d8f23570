import assert from 'node:assert/strict';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { type CallableService, callable, callJson } from '../../../support/call-service.js';
import { ARN, QueueUrl } from './requests.js';

const arn = `${ARN}orders`;

describe('SQS as the source of event source mappings', () => {
  let sqs: CallableService<SqsService>;

  beforeEach(async () => {
    sqs = await callable((context) => new SqsService(context));
    await callJson(sqs, 'CreateQueue', { QueueName: 'orders' });
  });
  afterEach(() => sqs.close());

  it('returns messages with their attributes, and deletes them', async () => {
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };
    await callJson(sqs, 'SendMessage', { QueueUrl, MessageBody: 'one', MessageAttributes });
    const options = { max: 10, waitSeconds: 20, signal: new AbortController().signal };
    const [message] = await sqs.service.receive(arn, options);
    assert.deepEqual(
      [message?.body, message?.attributes.ApproximateReceiveCount, message?.messageAttributes],
      ['one', '1', MessageAttributes],
    );
    await sqs.service.delete(arn, message?.receiptHandle ?? '');
    await sqs.clock.advance(60_000);
    assert.deepEqual((await callJson(sqs, 'ReceiveMessage', { QueueUrl })).body, {});
  });

  it('returns no message when the signal aborts the wait', async () => {
    const gone = new AbortController();
    const waiting = sqs.service.receive(arn, { max: 10, waitSeconds: 20, signal: gone.signal });
    await sqs.clock.slept();
    gone.abort();
    assert.deepEqual(await waiting, []);
  });
});
