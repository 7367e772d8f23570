import assert from 'node:assert/strict';
import type { QueueMessage } from '../../../../src/emulator/aws/service.js';
import type { InvocationRequest, InvocationResult } from '../../../../src/emulator/lambda/index.js';
import type { QueueMapping } from '../../../../src/emulator/lambda/queues/mapping.js';
import { Poller } from '../../../../src/emulator/lambda/queues/poller.js';
import { emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { until } from '../../../support/until.js';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:tasks';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f:current';

const message = (id: string): QueueMessage => ({
  messageId: id,
  receiptHandle: `handle of ${id}`,
  body: id,
  md5OfBody: '',
  attributes: {},
  messageAttributes: {},
});

describe('Poller', () => {
  let clock: ManualClock;
  let poller: Poller;
  let batches: string[][];
  let received: { max: number; waitSeconds: number }[];
  let deleted: string[];
  let reports: string[];
  let invoked: { name: string; ids: string[] }[];
  let answer: () => Promise<Partial<InvocationResult>>;

  beforeEach(() => {
    clock = new ManualClock();
    batches = [];
    received = [];
    deleted = [];
    reports = [];
    invoked = [];
    answer = async () => ({});
  });
  afterEach(() => poller.stop());

  function start(settings: Partial<QueueMapping> = {}): void {
    const mapping: QueueMapping = {
      uuid: '',
      queueArn: QUEUE,
      functionArn: FUNCTION,
      batchSize: 10,
      window: 0,
      reportsFailures: false,
      maximumConcurrency: 1,
      enabled: true,
      change: 'Creating',
      changedAt: 0,
      readyAt: 0,
      ...settings,
    };
    poller = new Poller(mapping, {
      context: emulatorContext('', { clock, report: (line) => reports.push(line) }),
      queues: {
        receive: async (queueArn, { max, waitSeconds, signal }) => {
          assert.equal(queueArn, QUEUE);
          received.push({ max, waitSeconds });
          const batch = batches.shift();
          if (batch !== undefined) return batch.map(message);
          if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return [];
        },
        delete: async (queueArn, handle) => {
          assert.equal(queueArn, QUEUE);
          deleted.push(handle);
        },
      },
      functions: {
        invoke: async (name, { payload }: InvocationRequest) => {
          const { Records } = JSON.parse(payload.toString()) as { Records: { messageId: string }[] };
          invoked.push({ name, ids: Records.map(({ messageId }) => messageId) });
          const result = { payload: Buffer.from('null'), failed: false, version: '1' };
          return { ...result, logTail: Buffer.alloc(0), ...(await answer()) };
        },
        enqueue: async () => assert.fail('A mapping waits for the answer of the function'),
      },
    });
  }
  /** Waits until the poller has asked the queue so many times. */
  const nextReceive = (count: number) => until(`receive ${count}`, () => received.length === count);

  it('calls the function with the messages of a batch, and deletes them', async () => {
    batches = [['a', 'b'], ['c']];
    start();
    await nextReceive(3);
    assert.deepEqual(invoked, [
      { name: FUNCTION, ids: ['a', 'b'] },
      { name: FUNCTION, ids: ['c'] },
    ]);
    assert.deepEqual(deleted, ['handle of a', 'handle of b', 'handle of c']);
    assert.deepEqual(reports, []);
  });

  for (const [maximumConcurrency, count] of [
    [undefined, 5],
    [2, 2],
  ] as const) {
    it(`reads ${count} batches at the same time, for a maximum of ${maximumConcurrency}`, async () => {
      start({ maximumConcurrency });
      await nextReceive(count);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(received.length, count);
    });
  }

  for (const [batchSize, max] of [
    [1, 1],
    [10, 10],
    [11, 10],
  ] as const) {
    it(`asks the queue for ${max} messages, with a long poll, for a batch of ${batchSize}`, async () => {
      start({ batchSize });
      await nextReceive(1);
      assert.deepEqual(received, [{ max, waitSeconds: 20 }]);
    });
  }

  it('starts when the change of the mapping is complete', async () => {
    start({ readyAt: clock.start + 100 });
    await clock.slept();
    await clock.advance(99);
    assert.deepEqual(received, []);
    await clock.advance(1);
    await nextReceive(1);
  });

  it('keeps the messages when the function fails', async () => {
    batches = [['a']];
    answer = async () => ({ failed: true });
    start({ reportsFailures: true });
    await nextReceive(2);
    assert.deepEqual([invoked.length, deleted], [1, []]);
  });

  for (const [reportsFailures, expected] of [
    [true, ['handle of a', 'handle of c']],
    [false, ['handle of a', 'handle of b', 'handle of c']],
  ] as const) {
    it(`deletes ${expected.length} of 3 messages when reportsFailures is ${reportsFailures}`, async () => {
      batches = [['a', 'b', 'c']];
      answer = async () => ({ payload: Buffer.from('{"batchItemFailures":[{"itemIdentifier":"b"}]}') });
      start({ reportsFailures });
      await nextReceive(2);
      assert.deepEqual(deleted, expected);
    });
  }

  it('pauses a second after an error, and reports the same one once', async () => {
    batches = [['a'], ['b'], ['c'], ['d'], ['e']];
    const errors = [new Error('no'), new Error('no'), 'other', undefined, new Error('other')];
    answer = async () => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      return {};
    };
    start();
    for (const count of [1, 2, 3]) {
      await clock.slept();
      assert.equal(received.length, count);
      await clock.advance(999);
      assert.equal(received.length, count);
      await clock.advance(1);
    }
    // The call for "d" succeeds, so the next error is reported again.
    await until('the last error', () => reports.length === 3);
    const line = (text: string) => `Messages of ${QUEUE} did not reach ${FUNCTION}: ${text}`;
    assert.deepEqual(reports, [line('no'), line('other'), line('other')]);
    assert.deepEqual(deleted, ['handle of d']);
  });

  describe('with a batching window', () => {
    it('collects messages until the batch is full', async () => {
      batches = [['a'], ['b', 'c'], ['d']];
      start({ batchSize: 4, window: 300 });
      await nextReceive(4);
      assert.deepEqual(invoked, [{ name: FUNCTION, ids: ['a', 'b', 'c', 'd'] }]);
      assert.deepEqual(received.slice(0, 3), [
        { max: 4, waitSeconds: 20 },
        { max: 3, waitSeconds: 20 },
        { max: 1, waitSeconds: 20 },
      ]);
    });

    it('waits for the rest of the window only', async () => {
      batches = [['a']];
      start({ batchSize: 100, window: 3 });
      await nextReceive(2);
      assert.deepEqual(received[1], { max: 10, waitSeconds: 3 });
    });

    it('sends what it has when it stops', async () => {
      batches = [['a']];
      start({ batchSize: 4, window: 300 });
      await nextReceive(2);
      await poller.stop();
      assert.deepEqual(invoked, [{ name: FUNCTION, ids: ['a'] }]);
    });
  });

  it('waits for the running call when it stops, and reports no error then', async () => {
    batches = [['a']];
    let fail = (_error: Error): void => undefined;
    answer = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    start();
    await until('the call', () => invoked.length === 1);
    let isStopped = false;
    const stopping = poller.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isStopped, false);
    fail(new Error('no'));
    await stopping;
    assert.deepEqual([reports, deleted], [[], []]);
  });
});
