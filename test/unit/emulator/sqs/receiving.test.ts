import assert from 'node:assert/strict';
import { checkInFlight } from '../../../../src/emulator/sqs/message-operations.js';
import { fifoUrl, INVALID, MISSING, openSqs, PREFIX, QueueUrl, type SqsRequests } from './requests.js';

describe('SQS requests', () => {
  let sqs: SqsRequests;

  beforeEach(async () => {
    sqs = await openSqs();
  });
  afterEach(() => sqs.close());

  describe('to receive', () => {
    it('ask for 1 to 10 messages, wait up to 20 seconds, and hide them up to 12 hours', async () => {
      await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      const options = (more: object) => ({ QueueUrl, VisibilityTimeout: 0, ...more });
      await sqs.expectCodes(
        'ReceiveMessage',
        [
          options({ MaxNumberOfMessages: 1, WaitTimeSeconds: 0 }),
          options({ MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
          options({ VisibilityTimeout: 43_200 }),
        ],
        [
          [options({ MaxNumberOfMessages: 0 }), INVALID],
          [options({ MaxNumberOfMessages: 11 }), INVALID],
          [options({ WaitTimeSeconds: -1 }), INVALID],
          [options({ WaitTimeSeconds: 21 }), INVALID],
          [options({ VisibilityTimeout: -1 }), INVALID],
          [options({ VisibilityTimeout: 43_201 }), INVALID],
          [options({ ReceiveRequestAttemptId: 'x' }), 'NotImplemented'],
        ],
      );
    });

    it('return one message unless they ask for more', async () => {
      for (const MessageBody of ['a', 'b', 'c']) await sqs.ask('SendMessage', { QueueUrl, MessageBody });
      const count = async (input: object) =>
        ((await sqs.ask('ReceiveMessage', { QueueUrl, ...input })).body.Messages as object[]).length;
      assert.deepEqual([await count({}), await count({ MaxNumberOfMessages: 2 })], [1, 2]);
    });

    it('show the system attributes that they name', async () => {
      await sqs.createFifo({ ContentBasedDeduplication: 'true' });
      await sqs.ask('SendMessage', { QueueUrl: fifoUrl, MessageBody: 'a', MessageGroupId: 'g' });
      const receive = async (names: object) => {
        const input = { QueueUrl: fifoUrl, VisibilityTimeout: 0, ...names };
        const { body, code } = await sqs.ask('ReceiveMessage', input);
        return code ?? (body.Messages as { Attributes?: Record<string, string> }[])[0]?.Attributes;
      };
      assert.equal(await receive({}), undefined);
      for (const member of ['AttributeNames', 'MessageSystemAttributeNames'])
        assert.deepEqual(await receive({ [member]: ['MessageGroupId'] }), { MessageGroupId: 'g' });
      const all = await receive({ AttributeNames: ['All'] });
      assert.deepEqual(Object.keys(all as object), [
        ...['SenderId', 'SentTimestamp', 'ApproximateReceiveCount', 'ApproximateFirstReceiveTimestamp'],
        ...['MessageGroupId', 'MessageDeduplicationId', 'SequenceNumber'],
      ]);
      const known = [
        'AWSTraceHeader',
        'DeadLetterQueueSourceArn',
        'SequenceNumber',
        'MessageDeduplicationId',
      ];
      for (const name of [...known, 'SenderId', 'SentTimestamp', 'ApproximateReceiveCount'])
        assert.notEqual(await receive({ AttributeNames: [name] }), 'InvalidAttributeName', name);
      assert.equal(await receive({ AttributeNames: ['Other'] }), 'InvalidAttributeName');
    });

    it('are refused while 120000 messages are in flight', () => {
      checkInFlight(119_999);
      assert.throws(() => checkInFlight(120_000), { code: 'OverLimit', status: 403 });
    });
  });

  describe('about a received message', () => {
    const send = async () => {
      await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      const { body } = await sqs.ask('ReceiveMessage', { QueueUrl });
      return (body.Messages as { ReceiptHandle: string }[])[0]?.ReceiptHandle ?? '';
    };

    it('change its visibility timeout to 0 to 43200 seconds', async () => {
      const ReceiptHandle = await send();
      const change = (VisibilityTimeout: unknown) => ({ QueueUrl, ReceiptHandle, VisibilityTimeout });
      await sqs.expectCodes(
        'ChangeMessageVisibility',
        [change(0), change(43_200)],
        [
          [change(-1), INVALID],
          [change(43_201), INVALID],
        ],
      );
      await sqs.clock.advance(43_199_999);
      assert.deepEqual((await sqs.ask('ReceiveMessage', { QueueUrl })).body, {});
      await sqs.clock.advance(1);
      assert.notDeepEqual((await sqs.ask('ReceiveMessage', { QueueUrl })).body, {});
    });

    it('need the handle of its last receive', async () => {
      const first = await send();
      await sqs.clock.advance(30_000);
      await sqs.ask('ReceiveMessage', { QueueUrl });
      const old = { QueueUrl, ReceiptHandle: first };
      assert.equal(
        (await sqs.ask('ChangeMessageVisibility', { ...old, VisibilityTimeout: 0 })).code,
        INVALID,
      );
      assert.equal((await sqs.ask('DeleteMessage', old)).code, undefined);
      await sqs.clock.advance(30_000);
      assert.notDeepEqual((await sqs.ask('ReceiveMessage', { QueueUrl })).body, {});
    });

    it('refuse a handle of another queue, and what is no handle', async () => {
      const ReceiptHandle = await send();
      await sqs.ask('CreateQueue', { QueueName: 'other' });
      const refused = await sqs.ask('DeleteMessage', { QueueUrl: `${PREFIX}other`, ReceiptHandle });
      assert.deepEqual([refused.status, refused.code], [404, 'ReceiptHandleIsInvalid']);
      for (const handle of ['x', Buffer.from('a b').toString('base64')])
        assert.equal(
          (await sqs.ask('DeleteMessage', { QueueUrl, ReceiptHandle: handle })).code,
          'ReceiptHandleIsInvalid',
        );
      assert.equal((await sqs.ask('DeleteMessage', { QueueUrl })).code, MISSING);
    });

    it('work in batches', async () => {
      const ReceiptHandle = await send();
      const input = { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 0 }, { Id: 'b' }] };
      const changed = await sqs.ask('ChangeMessageVisibilityBatch', input);
      assert.deepEqual(changed.body.Successful, [{ Id: 'a' }]);
      assert.equal((changed.body.Failed as { Code: string }[])[0]?.Code, 'MissingParameter');
      const deletion = {
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'x' },
        ],
      };
      const deleted = await sqs.ask('DeleteMessageBatch', deletion);
      assert.deepEqual(deleted.body.Successful, [{ Id: 'a' }]);
      assert.equal((deleted.body.Failed as { Code: string }[])[0]?.Code, 'ReceiptHandleIsInvalid');
      assert.deepEqual((await sqs.ask('ReceiveMessage', { QueueUrl })).body, {});
    });
  });

  describe('later', () => {
    const received = async (more: object = {}) => {
      const { body } = await sqs.ask('ReceiveMessage', { QueueUrl, AttributeNames: ['All'], ...more });
      return (body.Messages as { Attributes: Record<string, string> }[] | undefined)?.[0]?.Attributes;
    };

    it('find a message until its retention period is over', async () => {
      await sqs.ask('SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '60' } });
      await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      await sqs.clock.advance(60_000);
      assert.notEqual(await received({ VisibilityTimeout: 0 }), undefined);
      await sqs.clock.advance(1);
      assert.equal(await received(), undefined);
    });

    it('count the receives, and keep the time of the first one', async () => {
      await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      await sqs.clock.advance(1);
      await received({ VisibilityTimeout: 0 });
      await sqs.clock.advance(1);
      assert.deepEqual(await received(), {
        SenderId: '000000000000',
        SentTimestamp: String(sqs.clock.start),
        ApproximateReceiveCount: '2',
        ApproximateFirstReceiveTimestamp: String(sqs.clock.start + 1),
      });
    });
  });
});
