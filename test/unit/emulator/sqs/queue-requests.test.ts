import assert from 'node:assert/strict';
import {
  ARN,
  fifoUrl,
  INVALID,
  MALFORMED,
  MISSING,
  openSqs,
  PREFIX,
  QueueUrl,
  type SqsRequests,
} from './requests.js';

describe('SQS requests to a queue', () => {
  let sqs: SqsRequests;

  beforeEach(async () => {
    sqs = await openSqs();
  });
  afterEach(() => sqs.close());

  it('name it with up to 80 letters, digits, hyphens and underscores', async () => {
    const named = (QueueName: unknown, FifoQueue?: string) => ({
      QueueName,
      ...(FifoQueue ? { Attributes: { FifoQueue } } : {}),
    });
    await sqs.expectCodes(
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
      sqs.ask('CreateQueue', { QueueName: 'orders', Attributes: attributes });
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
    await sqs.expectCodes(
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
    await sqs.expectCodes(
      'GetQueueUrl',
      [{ QueueName: 'orders', QueueOwnerAWSAccountId: '000000000000' }],
      [[{ QueueName: 'orders', QueueOwnerAWSAccountId: '000000000001' }, 'QueueDoesNotExist']],
    );
  });

  it('show its attributes', async () => {
    await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'a' });
    await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'b' });
    await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'c', DelaySeconds: 1 });
    await sqs.ask('ReceiveMessage', { QueueUrl });
    await sqs.clock.advance(999);
    await sqs.ask('SetQueueAttributes', { QueueUrl, Attributes: { DelaySeconds: '1' } });
    const { body } = await sqs.ask('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
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
    await sqs.createFifo();
    const fifo = await sqs.ask('GetQueueAttributes', { QueueUrl: fifoUrl, AttributeNames: ['All'] });
    assert.deepEqual(Object.entries(fifo.body.Attributes as object).slice(6, 10), [
      ['FifoQueue', 'true'],
      ['ContentBasedDeduplication', 'false'],
      ['DeduplicationScope', 'queue'],
      ['FifoThroughputLimit', 'perQueue'],
    ]);
  });

  it('show the attributes they name, and refuse an unknown name', async () => {
    const named = async (...names: unknown[]) => {
      const { body, code } = await sqs.ask('GetQueueAttributes', { QueueUrl, AttributeNames: names });
      return code ?? Object.keys(body.Attributes as object);
    };
    const names = [
      ...['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'],
      ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
    ];
    for (const name of names) assert.deepEqual(await named(name), [], name);
    assert.deepEqual(await named('DelaySeconds', 'QueueArn'), ['DelaySeconds', 'QueueArn']);
    assert.deepEqual(await named(), []);
    assert.equal(await named('Other'), 'InvalidAttributeName');
    assert.equal(await named(1), MALFORMED);
  });

  it('list queues by name, in pages of 1 to 1000', async () => {
    for (const name of ['b-2', 'b-1', 'a']) await sqs.ask('CreateQueue', { QueueName: name });
    const list = async (input: object) => {
      const { body } = await sqs.ask('ListQueues', input);
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
    await sqs.expectCodes(
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
    await sqs.ask('TagQueue', { QueueUrl, Tags: { a: '1', b: '2' } });
    await sqs.ask('TagQueue', { QueueUrl, Tags: { b: '3', c: '4' } });
    await sqs.ask('UntagQueue', { QueueUrl, TagKeys: ['a', 'none'] });
    await sqs.reopen();
    assert.deepEqual((await sqs.ask('ListQueueTags', { QueueUrl })).body.Tags, { b: '3', c: '4' });
    await sqs.ask('CreateQueue', { QueueName: 'tagged', tags: { d: '5' } });
    const { body } = await sqs.ask('ListQueueTags', { QueueUrl: `${PREFIX}tagged` });
    assert.deepEqual(body.Tags, { d: '5' });
  });

  it('delete it with its messages', async () => {
    await sqs.ask('SendMessage', { QueueUrl, MessageBody: 'a' });
    await sqs.ask('DeleteQueue', { QueueUrl });
    assert.equal((await sqs.ask('PurgeQueue', { QueueUrl })).code, 'QueueDoesNotExist');
    await sqs.ask('CreateQueue', { QueueName: 'orders' });
    assert.deepEqual((await sqs.ask('ReceiveMessage', { QueueUrl })).body, {});
  });

  it('give it a dead-letter queue that exists, has its type and accepts it', async () => {
    await sqs.createFifo();
    await sqs.ask('CreateQueue', { QueueName: 'dead' });
    const policy = (arn: string) => ({
      QueueUrl,
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: '2' }) },
    });
    const allow = (value: object) =>
      sqs.ask('SetQueueAttributes', {
        QueueUrl: `${PREFIX}dead`,
        Attributes: { RedriveAllowPolicy: JSON.stringify(value) },
      });
    await sqs.expectCodes(
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
    assert.equal((await sqs.ask('SetQueueAttributes', policy(`${ARN}dead`))).code, INVALID);
    await allow({ redrivePermission: 'byQueue', sourceQueueArns: [`${ARN}orders`] });
    assert.equal((await sqs.ask('SetQueueAttributes', policy(`${ARN}dead`))).code, undefined);
    const { body } = await sqs.ask('GetQueueAttributes', { QueueUrl, AttributeNames: ['RedrivePolicy'] });
    assert.deepEqual(body.Attributes, {
      RedrivePolicy: `{"deadLetterTargetArn":"${ARN}dead","maxReceiveCount":2}`,
    });
    const sources = await sqs.ask('ListDeadLetterSourceQueues', { QueueUrl: `${PREFIX}dead` });
    assert.deepEqual(sources.body, { queueUrls: [QueueUrl] });
  });
});
