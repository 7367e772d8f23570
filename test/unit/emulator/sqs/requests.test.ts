import assert from 'node:assert/strict';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { checkInFlight } from '../../../../src/emulator/sqs/message-operations.js';
import { type CallableService, callable, callJson } from '../../../support/call-service.js';

const PREFIX = 'http://127.0.0.1:4580/000000000000/';
const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
const QueueUrl = `${PREFIX}orders`;
const fifoUrl = `${PREFIX}orders.fifo`;

describe('SQS requests', () => {
  let sqs: CallableService<SqsService>;

  beforeEach(async () => {
    sqs = await callable((context) => new SqsService(context));
    await ask('CreateQueue', { QueueName: 'orders' });
  });
  afterEach(() => sqs.close());

  const ask = (operation: string, input: object = {}) => callJson(sqs, operation, input);
  const createFifo = (attributes: Record<string, string> = {}) =>
    ask('CreateQueue', { QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true', ...attributes } });

  /** Expects each input to succeed or to be refused with a code. */
  async function expectCodes(
    operation: string,
    accepted: readonly object[],
    refused: readonly (readonly [object, string])[],
  ): Promise<void> {
    for (const input of accepted)
      assert.equal((await ask(operation, input)).code, undefined, JSON.stringify(input));
    for (const [input, code] of refused)
      assert.equal((await ask(operation, input)).code, code, JSON.stringify(input).slice(0, 200));
  }

  const INVALID = 'InvalidParameterValueException';
  const MISSING = 'MissingRequiredParameterException';
  const MALFORMED = 'SerializationException';

  describe('to a queue', () => {
    it('name it with up to 80 letters, digits, hyphens and underscores', async () => {
      const named = (QueueName: unknown, FifoQueue?: string) => ({
        QueueName,
        ...(FifoQueue ? { Attributes: { FifoQueue } } : {}),
      });
      await expectCodes(
        'CreateQueue',
        [named('a'), named('A_-9'.repeat(20)), named(`${'a'.repeat(75)}.fifo`, 'true')],
        [
          [named('a'.repeat(81)), INVALID],
          [named('a.b'), INVALID],
          [named('a.fifo'), INVALID],
          [named(`${'a'.repeat(76)}.fifo`, 'true'), INVALID],
          [named('a', 'true'), INVALID],
          [named(''), MISSING],
          [{}, MISSING],
          [named(1), MALFORMED],
          [{ ...named('a'), Attributes: { VisibilityTimeout: 1 } }, MALFORMED],
          [{ ...named('a'), Attributes: ['a'] }, MALFORMED],
          [{ ...named('a'), Other: 1 }, 'NotImplemented'],
        ],
      );
    });

    it('create it once, with the same attributes', async () => {
      const create = (attributes: Record<string, string>) =>
        ask('CreateQueue', { QueueName: 'orders', Attributes: attributes });
      assert.equal((await create({ VisibilityTimeout: '30' })).body.QueueUrl, QueueUrl);
      const other = await create({ VisibilityTimeout: '31' });
      assert.deepEqual(
        [other.code, other.body.message],
        [
          'QueueNameExists',
          'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
        ],
      );
      assert.equal((await create({ RedrivePolicy: '' })).code, undefined);
    });

    it('find it by its URL, whatever the host', async () => {
      const purge = (url: unknown): [object, string] => [{ QueueUrl: url }, 'QueueDoesNotExist'];
      await expectCodes(
        'PurgeQueue',
        [
          { QueueUrl },
          { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/orders' },
          { QueueUrl: '/000000000000/orders' },
        ],
        [
          purge(`${PREFIX}none`),
          purge('http://127.0.0.1:4580/000000000001/orders'),
          purge('orders'),
          [{}, MISSING],
        ],
      );
      await expectCodes(
        'GetQueueUrl',
        [{ QueueName: 'orders', QueueOwnerAWSAccountId: '000000000000' }],
        [[{ QueueName: 'orders', QueueOwnerAWSAccountId: '000000000001' }, 'QueueDoesNotExist']],
      );
    });

    it('show its attributes', async () => {
      await ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      await ask('SendMessage', { QueueUrl, MessageBody: 'b' });
      await ask('SendMessage', { QueueUrl, MessageBody: 'c', DelaySeconds: 1 });
      await ask('ReceiveMessage', { QueueUrl });
      await sqs.clock.advance(999);
      await ask('SetQueueAttributes', { QueueUrl, Attributes: { DelaySeconds: '1' } });
      const { body } = await ask('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
      assert.deepEqual(body.Attributes, {
        VisibilityTimeout: '30',
        DelaySeconds: '1',
        MaximumMessageSize: '1048576',
        MessageRetentionPeriod: '345600',
        ReceiveMessageWaitTimeSeconds: '0',
        SqsManagedSseEnabled: 'true',
        QueueArn: `${ARN}orders`,
        ApproximateNumberOfMessages: '1',
        ApproximateNumberOfMessagesNotVisible: '1',
        ApproximateNumberOfMessagesDelayed: '1',
        CreatedTimestamp: '1772600767',
        LastModifiedTimestamp: '1772600767',
      });
      await createFifo();
      const fifo = await ask('GetQueueAttributes', { QueueUrl: fifoUrl, AttributeNames: ['All'] });
      assert.deepEqual(Object.entries(fifo.body.Attributes as object).slice(6, 10), [
        ['FifoQueue', 'true'],
        ['ContentBasedDeduplication', 'false'],
        ['DeduplicationScope', 'queue'],
        ['FifoThroughputLimit', 'perQueue'],
      ]);
    });

    it('show the attributes they name, and refuse an unknown name', async () => {
      const named = async (...names: unknown[]) => {
        const { body, code } = await ask('GetQueueAttributes', { QueueUrl, AttributeNames: names });
        return code ?? Object.keys(body.Attributes as object);
      };
      const names = [
        ...[
          'Policy',
          'RedrivePolicy',
          'RedriveAllowPolicy',
          'KmsMasterKeyId',
          'KmsDataKeyReusePeriodSeconds',
        ],
        ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
      ];
      for (const name of names) assert.deepEqual(await named(name), [], name);
      assert.deepEqual(await named('DelaySeconds', 'QueueArn'), ['DelaySeconds', 'QueueArn']);
      assert.deepEqual(await named(), []);
      assert.equal(await named('Other'), 'InvalidAttributeName');
      assert.equal(await named(1), MALFORMED);
    });

    it('list queues by name, in pages of 1 to 1000', async () => {
      for (const name of ['b-2', 'b-1', 'a']) await ask('CreateQueue', { QueueName: name });
      const list = async (input: object) => {
        const { body } = await ask('ListQueues', input);
        return [body.QueueUrls, body.NextToken];
      };
      const all = ['a', 'b-1', 'b-2', 'orders'].map((name) => PREFIX + name);
      assert.deepEqual(await list({}), [all, undefined]);
      const [first, token] = await list({ QueueNamePrefix: 'b', MaxResults: 1 });
      assert.deepEqual(first, [`${PREFIX}b-1`]);
      assert.deepEqual(await list({ QueueNamePrefix: 'b', MaxResults: 1, NextToken: token }), [
        [`${PREFIX}b-2`],
        undefined,
      ]);
      await expectCodes(
        'ListQueues',
        [{ MaxResults: 1000 }],
        [
          [{ MaxResults: 0 }, INVALID],
          [{ MaxResults: 1001 }, INVALID],
          [{ MaxResults: 1.5 }, INVALID],
          [{ MaxResults: '1' }, MALFORMED],
        ],
      );
    });

    it('tag it', async () => {
      await ask('TagQueue', { QueueUrl, Tags: { a: '1', b: '2' } });
      await ask('TagQueue', { QueueUrl, Tags: { b: '3', c: '4' } });
      await ask('UntagQueue', { QueueUrl, TagKeys: ['a', 'none'] });
      await sqs.reopen();
      assert.deepEqual((await ask('ListQueueTags', { QueueUrl })).body.Tags, { b: '3', c: '4' });
      await ask('CreateQueue', { QueueName: 'tagged', tags: { d: '5' } });
      const { body } = await ask('ListQueueTags', { QueueUrl: `${PREFIX}tagged` });
      assert.deepEqual(body.Tags, { d: '5' });
    });

    it('delete it with its messages', async () => {
      await ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      await ask('DeleteQueue', { QueueUrl });
      assert.equal((await ask('PurgeQueue', { QueueUrl })).code, 'QueueDoesNotExist');
      await ask('CreateQueue', { QueueName: 'orders' });
      assert.deepEqual((await ask('ReceiveMessage', { QueueUrl })).body, {});
    });

    it('give it a dead-letter queue that exists, has its type and accepts it', async () => {
      await createFifo();
      await ask('CreateQueue', { QueueName: 'dead' });
      const policy = (arn: string) => ({
        QueueUrl,
        Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: '2' }) },
      });
      const allow = (value: object) =>
        ask('SetQueueAttributes', {
          QueueUrl: `${PREFIX}dead`,
          Attributes: { RedriveAllowPolicy: JSON.stringify(value) },
        });
      await expectCodes(
        'SetQueueAttributes',
        [policy(`${ARN}dead`)],
        [
          [policy(`${ARN}none`), INVALID],
          [policy('arn:aws:sqs:sa-east-1:000000000000:dead'), INVALID],
          [policy(`${ARN}orders`), INVALID],
          [policy(`${ARN}orders.fifo`), INVALID],
        ],
      );
      await allow({ redrivePermission: 'denyAll' });
      assert.equal((await ask('SetQueueAttributes', policy(`${ARN}dead`))).code, INVALID);
      await allow({ redrivePermission: 'byQueue', sourceQueueArns: [`${ARN}orders`] });
      assert.equal((await ask('SetQueueAttributes', policy(`${ARN}dead`))).code, undefined);
      const { body } = await ask('GetQueueAttributes', { QueueUrl, AttributeNames: ['RedrivePolicy'] });
      assert.deepEqual(body.Attributes, {
        RedrivePolicy: `{"deadLetterTargetArn":"${ARN}dead","maxReceiveCount":2}`,
      });
      const sources = await ask('ListDeadLetterSourceQueues', { QueueUrl: `${PREFIX}dead` });
      assert.deepEqual(sources.body, { queueUrls: [QueueUrl] });
    });
  });

  describe('to send', () => {
    const body = (MessageBody: unknown, more: object = {}) => ({ QueueUrl, MessageBody, ...more });

    it('have a body that XML can contain', async () => {
      const accepted = ['\t\n\r', '\ud7ff', '\ue000', '\ufffd', '😀'].map((text) => body(text));
      const refused = ['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff'].map(
        (text) => [body(text), 'InvalidMessageContents'] as const,
      );
      await expectCodes('SendMessage', accepted, [...refused, [body(''), MISSING], [body(1), MALFORMED]]);
    });

    it('have a delay of 0 to 900 seconds', async () => {
      await expectCodes(
        'SendMessage',
        [body('a', { DelaySeconds: 0 }), body('a', { DelaySeconds: 900 })],
        [
          [body('a', { DelaySeconds: -1 }), INVALID],
          [body('a', { DelaySeconds: 901 }), INVALID],
        ],
      );
    });

    it('have the size of the queue at most, attributes included', async () => {
      await ask('SetQueueAttributes', { QueueUrl, Attributes: { MaximumMessageSize: '1024' } });
      const attribute = { a: { DataType: 'String', StringValue: 'é' } };
      await expectCodes(
        'SendMessage',
        [body('é'.repeat(512)), body('x'.repeat(1015), { MessageAttributes: attribute })],
        [
          [body('x'.repeat(1025)), INVALID],
          [body('x'.repeat(1016), { MessageAttributes: attribute }), INVALID],
        ],
      );
    });

    it('have attributes of the right form', async () => {
      const attributes = (attribute: unknown) => body('a', { MessageAttributes: { a: attribute } });
      await expectCodes(
        'SendMessage',
        [attributes({ DataType: 'Binary', BinaryValue: 'AA==' })],
        [
          [attributes('x'), MALFORMED],
          [attributes({ DataType: 'String', StringValue: 1 }), MALFORMED],
          [attributes({ DataType: 'String', StringListValues: [] }), 'NotImplemented'],
          [body('a', { MessageAttributes: [] }), MALFORMED],
        ],
      );
    });

    it('have a trace header and no other system attribute', async () => {
      const system = (name: string, attribute: object) =>
        body('a', { MessageSystemAttributes: { [name]: attribute } });
      const text = { DataType: 'String', StringValue: 'trace' };
      await expectCodes(
        'SendMessage',
        [system('AWSTraceHeader', text)],
        [
          [system('Other', text), INVALID],
          [system('AWSTraceHeader', { DataType: 'Binary', BinaryValue: 'AA==' }), 'NotImplemented'],
        ],
      );
      const { body: received } = await ask('ReceiveMessage', {
        QueueUrl,
        AttributeNames: ['AWSTraceHeader'],
      });
      assert.deepEqual((received.Messages as { Attributes: object }[])[0]?.Attributes, {
        AWSTraceHeader: 'trace',
      });
    });

    it('return the digests', async () => {
      const attribute = { Foo: { DataType: 'String', StringValue: 'Bar' } };
      const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'x' } };
      const { body: sent } = await ask(
        'SendMessage',
        body('a', { MessageAttributes: attribute, MessageSystemAttributes: trace }),
      );
      const { MessageId, MD5OfMessageSystemAttributes, ...digests } = sent;
      assert.deepEqual(digests, {
        MD5OfMessageBody: '0cc175b9c0f1b6a831c399e269772661',
        MD5OfMessageAttributes: 'ae7155c6026991b6d54b11589678bf9c',
      });
      assert.match(String(MD5OfMessageSystemAttributes), /^[0-9a-f]{32}$/);
      assert.match(String(MessageId), /^[0-9a-f-]{36}$/);
    });

    it('have no deduplication id in a standard queue, but may have a group', async () => {
      await expectCodes(
        'SendMessage',
        [body('a', { MessageGroupId: 'g' })],
        [[body('a', { MessageDeduplicationId: 'd' }), INVALID]],
      );
    });

    it('have a group and a deduplication id of 1 to 128 characters in a FIFO queue', async () => {
      await createFifo();
      const order = (MessageGroupId: unknown, MessageDeduplicationId: unknown) => ({
        QueueUrl: fifoUrl,
        MessageBody: 'a',
        MessageGroupId,
        MessageDeduplicationId,
      });
      const long = 'a!"#$%&()*+,-./:;<=>?@[]^_`{|}~\\\''.repeat(4).slice(0, 128);
      await expectCodes(
        'SendMessage',
        [order(long, long), { ...order('g', 'e'), DelaySeconds: 0 }],
        [
          [order('a'.repeat(129), 'd'), INVALID],
          [order('g', 'a'.repeat(129)), INVALID],
          [order('', 'd'), INVALID],
          [order('a b', 'd'), INVALID],
          [order(undefined, 'd'), MISSING],
          [order('g', undefined), INVALID],
          [{ ...order('g', 'f'), DelaySeconds: 1 }, INVALID],
        ],
      );
    });

    for (const [scope, otherGroup] of [
      ['queue', true],
      ['messageGroup', false],
    ] as const) {
      it(`recognize a duplicate for five minutes, within the ${scope}`, async () => {
        await createFifo({ DeduplicationScope: scope, ContentBasedDeduplication: 'true' });
        const send = async (MessageBody: string, MessageGroupId: string) => {
          const { body: sent } = await ask('SendMessage', { QueueUrl: fifoUrl, MessageBody, MessageGroupId });
          return [sent.MessageId, sent.SequenceNumber];
        };
        const first = await send('a', 'g');
        assert.equal((await send('a', 'h'))[0] === first[0], otherGroup);
        await sqs.clock.advance(299_999);
        await sqs.reopen();
        assert.deepEqual(await send('a', 'g'), first);
        assert.notEqual((await send('b', 'g'))[0], first[0]);
        await sqs.clock.advance(1);
        const [id, sequence] = await send('a', 'g');
        assert.notEqual(id, first[0]);
        assert.match(String(sequence), /^\d{20}$/);
        assert.equal(String(sequence) > String(first[1]), true);
      });
    }
  });

  describe('to send a batch', () => {
    const entries = (count: number, of: (index: number) => object = () => ({ MessageBody: 'a' })) => ({
      QueueUrl,
      Entries: Array.from({ length: count }, (_, index) => ({ Id: `id-${index}`, ...of(index) })),
    });

    it('have 1 to 10 entries with different ids', async () => {
      const id = (Id: unknown) => ({ QueueUrl, Entries: [{ Id, MessageBody: 'a' }] });
      await expectCodes(
        'SendMessageBatch',
        [entries(1), entries(10), id('a_-9'.repeat(20))],
        [
          [entries(0), 'EmptyBatchRequest'],
          [entries(11), 'TooManyEntriesInBatchRequest'],
          [entries(2, () => ({ Id: 'same', MessageBody: 'a' })), 'BatchEntryIdsNotDistinct'],
          [id('a'.repeat(81)), 'InvalidBatchEntryId'],
          [id(''), 'InvalidBatchEntryId'],
          [id('a.b'), 'InvalidBatchEntryId'],
          [id(undefined), 'InvalidBatchEntryId'],
          [{ QueueUrl, Entries: {} }, MALFORMED],
          [{ QueueUrl, Entries: ['a'] }, MALFORMED],
          [entries(1, () => ({ MessageBody: 'a', Other: 1 })), 'NotImplemented'],
        ],
      );
    });

    it('have 1048576 bytes at most', async () => {
      const half = 'x'.repeat(524_288);
      const two = (last: string) => entries(2, (index) => ({ MessageBody: index === 0 ? half : last }));
      await expectCodes('SendMessageBatch', [two(half)], [[two(`${half}x`), 'BatchRequestTooLong']]);
    });

    it('fail a wrong entry alone, with its code of the query protocol', async () => {
      const { body } = await ask(
        'SendMessageBatch',
        entries(2, (index) => (index === 0 ? {} : { MessageBody: 'a' })),
      );
      assert.deepEqual(body.Failed, [
        {
          Id: 'id-0',
          SenderFault: true,
          Code: 'MissingParameter',
          Message: 'The request must contain the parameter MessageBody.',
        },
      ]);
      assert.deepEqual(
        (body.Successful as { Id: string }[]).map(({ Id }) => Id),
        ['id-1'],
      );
    });

    it('fail whole when an entry asks for what is not supported', async () => {
      const trace = { AWSTraceHeader: { DataType: 'Binary', BinaryValue: 'AA==' } };
      const input = entries(1, () => ({ MessageBody: 'a', MessageSystemAttributes: trace }));
      assert.equal((await ask('SendMessageBatch', input)).code, 'NotImplemented');
    });
  });

  describe('to receive', () => {
    it('ask for 1 to 10 messages, wait up to 20 seconds, and hide them up to 12 hours', async () => {
      await ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      const options = (more: object) => ({ QueueUrl, VisibilityTimeout: 0, ...more });
      await expectCodes(
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
      for (const MessageBody of ['a', 'b', 'c']) await ask('SendMessage', { QueueUrl, MessageBody });
      const count = async (input: object) =>
        ((await ask('ReceiveMessage', { QueueUrl, ...input })).body.Messages as object[]).length;
      assert.deepEqual([await count({}), await count({ MaxNumberOfMessages: 2 })], [1, 2]);
    });

    it('show the system attributes that they name', async () => {
      await createFifo({ ContentBasedDeduplication: 'true' });
      await ask('SendMessage', { QueueUrl: fifoUrl, MessageBody: 'a', MessageGroupId: 'g' });
      const receive = async (names: object) => {
        const input = { QueueUrl: fifoUrl, VisibilityTimeout: 0, ...names };
        const { body, code } = await ask('ReceiveMessage', input);
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
      await ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      const { body } = await ask('ReceiveMessage', { QueueUrl });
      return (body.Messages as { ReceiptHandle: string }[])[0]?.ReceiptHandle ?? '';
    };

    it('change its visibility timeout to 0 to 43200 seconds', async () => {
      const ReceiptHandle = await send();
      const change = (VisibilityTimeout: unknown) => ({ QueueUrl, ReceiptHandle, VisibilityTimeout });
      await expectCodes(
        'ChangeMessageVisibility',
        [change(0), change(43_200)],
        [
          [change(-1), INVALID],
          [change(43_201), INVALID],
        ],
      );
      await sqs.clock.advance(43_199_999);
      assert.deepEqual((await ask('ReceiveMessage', { QueueUrl })).body, {});
      await sqs.clock.advance(1);
      assert.notDeepEqual((await ask('ReceiveMessage', { QueueUrl })).body, {});
    });

    it('need the handle of its last receive', async () => {
      const first = await send();
      await sqs.clock.advance(30_000);
      await ask('ReceiveMessage', { QueueUrl });
      const old = { QueueUrl, ReceiptHandle: first };
      assert.equal((await ask('ChangeMessageVisibility', { ...old, VisibilityTimeout: 0 })).code, INVALID);
      assert.equal((await ask('DeleteMessage', old)).code, undefined);
      await sqs.clock.advance(30_000);
      assert.notDeepEqual((await ask('ReceiveMessage', { QueueUrl })).body, {});
    });

    it('refuse a handle of another queue, and what is no handle', async () => {
      const ReceiptHandle = await send();
      await ask('CreateQueue', { QueueName: 'other' });
      const refused = await ask('DeleteMessage', { QueueUrl: `${PREFIX}other`, ReceiptHandle });
      assert.deepEqual([refused.status, refused.code], [404, 'ReceiptHandleIsInvalid']);
      for (const handle of ['x', Buffer.from('a b').toString('base64')])
        assert.equal(
          (await ask('DeleteMessage', { QueueUrl, ReceiptHandle: handle })).code,
          'ReceiptHandleIsInvalid',
        );
      assert.equal((await ask('DeleteMessage', { QueueUrl })).code, MISSING);
    });

    it('work in batches', async () => {
      const ReceiptHandle = await send();
      const input = { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 0 }, { Id: 'b' }] };
      const changed = await ask('ChangeMessageVisibilityBatch', input);
      assert.deepEqual(changed.body.Successful, [{ Id: 'a' }]);
      assert.equal((changed.body.Failed as { Code: string }[])[0]?.Code, 'MissingParameter');
      const deletion = {
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'x' },
        ],
      };
      const deleted = await ask('DeleteMessageBatch', deletion);
      assert.deepEqual(deleted.body.Successful, [{ Id: 'a' }]);
      assert.equal((deleted.body.Failed as { Code: string }[])[0]?.Code, 'ReceiptHandleIsInvalid');
      assert.deepEqual((await ask('ReceiveMessage', { QueueUrl })).body, {});
    });
  });

  describe('later', () => {
    const received = async (more: object = {}) => {
      const { body } = await ask('ReceiveMessage', { QueueUrl, AttributeNames: ['All'], ...more });
      return (body.Messages as { Attributes: Record<string, string> }[] | undefined)?.[0]?.Attributes;
    };

    it('find a message until its retention period is over', async () => {
      await ask('SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '60' } });
      await ask('SendMessage', { QueueUrl, MessageBody: 'a' });
      await sqs.clock.advance(60_000);
      assert.notEqual(await received({ VisibilityTimeout: 0 }), undefined);
      await sqs.clock.advance(1);
      assert.equal(await received(), undefined);
    });

    it('count the receives, and keep the time of the first one', async () => {
      await ask('SendMessage', { QueueUrl, MessageBody: 'a' });
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

  describe('to move messages', () => {
    const SourceArn = `${ARN}dead`;
    const DestinationArn = `${ARN}orders`;

    beforeEach(async () => {
      await ask('CreateQueue', { QueueName: 'dead' });
      const policy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
      await ask('CreateQueue', { QueueName: 'source', Attributes: { RedrivePolicy: policy } });
    });

    it('name a dead-letter queue and another queue', async () => {
      await expectCodes(
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
        await ask('SendMessage', { ...dead, MessageBody: `${seconds}` });
        await ask('ReceiveMessage', { ...dead, VisibilityTimeout: seconds });
      }
      await sqs.clock.advance(1000);
      await ask('StartMessageMoveTask', { SourceArn, DestinationArn });
      const { body } = await ask('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      assert.deepEqual(
        (body.Messages as { Body: string }[]).map((message) => message.Body),
        ['1'],
      );
    });

    it('list 1 to 10 tasks, one unless they ask for more', async () => {
      for (let count = 0; count < 11; count += 1)
        await ask('StartMessageMoveTask', { SourceArn, DestinationArn });
      const list = async (input: object) => {
        const { body } = await ask('ListMessageMoveTasks', { SourceArn, ...input });
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
      await expectCodes(
        'ListMessageMoveTasks',
        [],
        [
          [{ SourceArn, MaxResults: 0 }, INVALID],
          [{ SourceArn, MaxResults: 11 }, INVALID],
        ],
      );
    });
  });

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
      const { headers } = await ask(operation, input);
      assert.equal(headers['x-amzn-query-error'], `${code};Sender`);
    }
    const { body, headers } = await ask('GetQueueUrl');
    assert.equal(body.__type, 'com.amazon.coral.service#MissingRequiredParameterException');
    assert.deepEqual(
      [headers['content-type'], headers['x-amzn-requestid']],
      ['application/x-amz-json-1.0', 'request-1'],
    );
    assert.equal(
      (await ask('PurgeQueue', { QueueUrl: 'x' })).body.__type,
      'com.amazonaws.sqs#QueueDoesNotExist',
    );
    const unsupported = await ask('AddPermission');
    assert.equal(unsupported.headers['x-amzn-query-error'], 'NotImplemented;Receiver');
  });
});
