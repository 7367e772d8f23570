import assert from 'node:assert/strict';
import { fifoUrl, INVALID, MALFORMED, MISSING, openSqs, QueueUrl, type SqsRequests } from './requests.js';

describe('SQS requests to send', () => {
  let sqs: SqsRequests;

  beforeEach(async () => {
    sqs = await openSqs();
  });
  afterEach(() => sqs.close());

  const body = (MessageBody: unknown, more: object = {}) => ({ QueueUrl, MessageBody, ...more });

  it('have a body that XML can contain', async () => {
    const accepted = ['\t\n\r', '\ud7ff', '\ue000', '\ufffd', '😀'].map((text) => body(text));
    const refused = ['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff'].map(
      (text) => [body(text), 'InvalidMessageContents'] as const,
    );
    await sqs.expectCodes('SendMessage', accepted, [...refused, [body(''), MISSING], [body(1), MALFORMED]]);
  });

  it('have a delay of 0 to 900 seconds', async () => {
    await sqs.expectCodes(
      'SendMessage',
      [body('a', { DelaySeconds: 0 }), body('a', { DelaySeconds: 900 })],
      [
        [body('a', { DelaySeconds: -1 }), INVALID],
        [body('a', { DelaySeconds: 901 }), INVALID],
      ],
    );
  });

  it('have the size of the queue at most, attributes included', async () => {
    await sqs.ask('SetQueueAttributes', { QueueUrl, Attributes: { MaximumMessageSize: '1024' } });
    const attribute = { a: { DataType: 'String', StringValue: 'é' } };
    await sqs.expectCodes(
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
    await sqs.expectCodes(
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
    await sqs.expectCodes(
      'SendMessage',
      [system('AWSTraceHeader', text)],
      [
        [system('Other', text), INVALID],
        [system('AWSTraceHeader', { DataType: 'Binary', BinaryValue: 'AA==' }), 'NotImplemented'],
      ],
    );
    const { body: received } = await sqs.ask('ReceiveMessage', {
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
    const { body: sent } = await sqs.ask(
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
    await sqs.expectCodes(
      'SendMessage',
      [body('a', { MessageGroupId: 'g' })],
      [[body('a', { MessageDeduplicationId: 'd' }), INVALID]],
    );
  });

  it('have a group and a deduplication id of 1 to 128 characters in a FIFO queue', async () => {
    await sqs.createFifo();
    const order = (MessageGroupId: unknown, MessageDeduplicationId: unknown) => ({
      QueueUrl: fifoUrl,
      MessageBody: 'a',
      MessageGroupId,
      MessageDeduplicationId,
    });
    const long = 'a!"#$%&()*+,-./:;<=>?@[]^_`{|}~\\\''.repeat(4).slice(0, 128);
    await sqs.expectCodes(
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
      await sqs.createFifo({ DeduplicationScope: scope, ContentBasedDeduplication: 'true' });
      const send = async (MessageBody: string, MessageGroupId: string) => {
        const { body: sent } = await sqs.ask('SendMessage', {
          QueueUrl: fifoUrl,
          MessageBody,
          MessageGroupId,
        });
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
