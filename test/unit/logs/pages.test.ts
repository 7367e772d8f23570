import assert from 'node:assert/strict';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { followLogs, readLogs } from '../../../src/logs/index.js';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const source = { name: 'one', group: '/aws/lambda/test-one' };
const event = (eventId: string, timestamp: number) => ({ eventId, timestamp, message: eventId });

interface Input {
  readonly startTime?: number;
  readonly endTime?: number;
}

describe('the requests to CloudWatch Logs', () => {
  let answers: (object | Error)[];
  let inputs: Input[];
  let pauses: number[];
  let reported: string[];

  beforeEach(() => {
    [answers, inputs, pauses, reported] = [[], [], [], []];
  });

  const query = () => ({
    logs: {
      send: async ({ input }: { input: Input }) => {
        inputs.push(input);
        const [answer = {}] = answers.length > 1 ? answers.splice(0, 1) : answers;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    } as unknown as CloudWatchLogsClient,
    sources: [source],
    since: new Date(NOW - 60_000),
    clock: {
      now: () => new Date(NOW),
      sleep: async (milliseconds: number) => void pauses.push(milliseconds),
    },
    report: (line: string) => reported.push(line),
  });

  async function read(): Promise<string[]> {
    const messages: string[] = [];
    for await (const { message } of readLogs(query())) messages.push(message);
    return messages;
  }

  const named = (name: string) => Object.assign(new Error('x'), { name });
  const coded = (code: string) => Object.assign(new Error('x'), { code });

  it('ask for the events from the given time until now', async () => {
    await read();
    assert.deepEqual([inputs[0]?.startTime, inputs[0]?.endTime], [NOW - 60_000, NOW]);
  });

  for (const error of [
    named('ThrottlingException'),
    named('Throttling'),
    named('LimitExceededException'),
    named('ServiceUnavailableException'),
    named('InternalFailure'),
    named('TimeoutError'),
    coded('ECONNRESET'),
    coded('ETIMEDOUT'),
    coded('EAI_AGAIN'),
    coded('EPIPE'),
  ]) {
    const what = 'code' in error ? String(error.code) : error.name;
    it(`are sent again after ${what}, which is reported once`, async () => {
      answers = [error, error, { events: [event('a', NOW)] }];
      assert.deepEqual(await read(), ['a']);
      assert.deepEqual(reported, [`CloudWatch Logs does not answer (${what}: x); asking again`]);
      assert.equal(inputs.length, 3);
    });
  }

  it('end with any other error', async () => {
    answers = [named('AccessDeniedException')];
    await assert.rejects(read(), { name: 'AccessDeniedException' });
    assert.equal(inputs.length, 1);
  });

  it('end with the error after 60 attempts, with pauses of ten seconds on average', async () => {
    answers = [named('ThrottlingException')];
    await assert.rejects(read(), { name: 'ThrottlingException' });
    assert.deepEqual([inputs.length, pauses.length], [60, 59]);
    assert.ok(pauses.slice(0, 1).every((pause) => pause >= 250 && pause < 750));
    assert.ok(pauses.slice(5).every((pause) => pause >= 5_000 && pause < 15_000));
  });

  it('move the window with the events, and never past now', async () => {
    answers = [
      { events: [event('old', NOW - 50_000), event('future', NOW + 3_600_000)] },
      { events: [event('old', NOW - 50_000), event('new', NOW)] },
    ];
    const lines = followLogs({ ...query(), since: new Date(NOW - 120_000) });
    const messages: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) messages.push((await lines.next()).value?.message);
    assert.deepEqual(messages, ['old', 'future', 'new']);
    assert.deepEqual(
      inputs.map(({ startTime, endTime }) => [startTime, endTime]),
      [
        [NOW - 120_000, undefined],
        [NOW - 60_000, undefined],
      ],
    );
  });
});
