import assert from 'node:assert/strict';
import { ARN, INVALID, MISSING, openSqs, PREFIX, QueueUrl, type SqsRequests } from './requests.js';

const SourceArn = `${ARN}dead`;
const DestinationArn = `${ARN}orders`;

describe('SQS requests to move messages', () => {
  let sqs: SqsRequests;

  beforeEach(async () => {
    sqs = await openSqs();
    await sqs.ask('CreateQueue', { QueueName: 'dead' });
    const policy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
    await sqs.ask('CreateQueue', { QueueName: 'source', Attributes: { RedrivePolicy: policy } });
  });
  afterEach(() => sqs.close());

  it('name a dead-letter queue and another queue', async () => {
    await sqs.expectCodes(
      'StartMessageMoveTask',
      [{ SourceArn, DestinationArn }],
      [
        [{ SourceArn: DestinationArn, DestinationArn: SourceArn }, INVALID],
        [{ SourceArn, DestinationArn: SourceArn }, INVALID],
        [{ SourceArn }, MISSING],
        [{ SourceArn: `${ARN}none`, DestinationArn }, 'QueueDoesNotExist'],
        [{ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: 1 }, 'NotImplemented'],
      ],
    );
  });

  it('move the messages whose visibility timeout is over', async () => {
    const dead = { QueueUrl: `${PREFIX}dead` };
    for (const seconds of [1, 2]) {
      await sqs.ask('SendMessage', { ...dead, MessageBody: `${seconds}` });
      await sqs.ask('ReceiveMessage', { ...dead, VisibilityTimeout: seconds });
    }
    await sqs.clock.advance(1000);
    await sqs.ask('StartMessageMoveTask', { SourceArn, DestinationArn });
    const { body } = await sqs.ask('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    assert.deepEqual(
      (body.Messages as { Body: string }[]).map((message) => message.Body),
      ['1'],
    );
  });

  it('list 1 to 10 tasks, one unless they ask for more', async () => {
    for (let count = 0; count < 11; count += 1)
      await sqs.ask('StartMessageMoveTask', { SourceArn, DestinationArn });
    const list = async (input: object) => {
      const { body } = await sqs.ask('ListMessageMoveTasks', { SourceArn, ...input });
      return body.Results as object[];
    };
    assert.equal((await list({})).length, 1);
    assert.equal((await list({ MaxResults: 10 })).length, 10);
    assert.deepEqual((await list({}))[0], {
      Status: 'COMPLETED',
      SourceArn,
      DestinationArn,
      ApproximateNumberOfMessagesMoved: 0,
      ApproximateNumberOfMessagesToMove: 0,
      StartedTimestamp: sqs.clock.start,
    });
    await sqs.expectCodes(
      'ListMessageMoveTasks',
      [],
      [
        [{ SourceArn, MaxResults: 0 }, INVALID],
        [{ SourceArn, MaxResults: 11 }, INVALID],
      ],
    );
  });
});
