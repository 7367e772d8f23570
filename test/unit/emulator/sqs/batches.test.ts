import assert from 'node:assert/strict';
import { MALFORMED, openSqs, QueueUrl, type SqsRequests } from './requests.js';

describe('SQS requests to send a batch', () => {
  let sqs: SqsRequests;

  beforeEach(async () => {
    sqs = await openSqs();
  });
  afterEach(() => sqs.close());

  const entries = (count: number, of: (index: number) => object = () => ({ MessageBody: 'a' })) => ({
    QueueUrl,
    Entries: Array.from({ length: count }, (_, index) => ({ Id: `id-${index}`, ...of(index) })),
  });

  it('have 1 to 10 entries with different ids', async () => {
    const id = (Id: unknown) => ({ QueueUrl, Entries: [{ Id, MessageBody: 'a' }] });
    await sqs.expectCodes(
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
    await sqs.expectCodes('SendMessageBatch', [two(half)], [[two(`${half}x`), 'BatchRequestTooLong']]);
  });

  it('fail a wrong entry alone, with its code of the query protocol', async () => {
    const { body } = await sqs.ask(
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
    assert.equal((await sqs.ask('SendMessageBatch', input)).code, 'NotImplemented');
  });
});
