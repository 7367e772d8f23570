import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../../src/clock.js';
import { AwsError, type AwsRequest } from '../../../src/emulator/aws/service.js';
import { LogsService } from '../../../src/emulator/logs/index.js';
import { followLogs, type LogLine, readLogs } from '../../../src/logs/index.js';
import { type OneService, serveOne } from '../../support/one-service.js';
import { until } from '../../support/until.js';

const NAMES = ['one', 'two', 'three'];
const sources = NAMES.map((name) => ({ name, group: `/aws/lambda/test-${name}` }));

/** Throttles every call for which `refuse` returns true. */
class ThrottledLogs extends LogsService {
  refuse = (): boolean => false;

  override async handle(request: AwsRequest) {
    if (this.refuse()) throw new AwsError('ThrottlingException', 400, 'Rate exceeded');
    return await super.handle(request);
  }
}

/** A clock that does not wait. */
const impatient: Clock = {
  now: () => new Date(),
  sleep: async (_milliseconds, signal) => {
    await setImmediate();
    signal?.throwIfAborted();
  },
};

describe('logs', () => {
  let one: OneService<ThrottledLogs>;
  let logs: CloudWatchLogsClient;
  const reported: string[] = [];

  beforeEach(async () => {
    reported.length = 0;
    one = await serveOne((context) => new ThrottledLogs(context));
    logs = new CloudWatchLogsClient({ ...one.client, maxAttempts: 1 });
  });
  afterEach(async () => {
    logs.destroy();
    await one.stop();
  });

  const now = Date.now();
  const query = () => ({
    logs,
    sources,
    since: new Date(now - 60_000),
    clock: impatient,
    report: (line: string) => reported.push(line),
  });
  function write(name: string, ago: number, message: string, version = '1'): void {
    const stream = `2026/11/24/[${version}]0f3a`;
    one.service.append(`/aws/lambda/test-${name}`, stream, [{ timestamp: now - ago, message }]);
  }
  async function read(options = {}): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for await (const line of readLogs({ ...query(), ...options })) lines.push(line);
    return lines;
  }
  const messages = (lines: readonly LogLine[]) => lines.map((line) => `${line.function} ${line.message}`);

  it('returns the events of several functions in order of time', async () => {
    write('one', 30_000, 'first\n');
    write('one', 10_000, 'third');
    write('two', 20_000, 'second');
    write('two', 70_000, 'too old');
    const lines = await read();
    assert.deepEqual(messages(lines), ['one first', 'two second', 'one third']);
    assert.equal(lines[0]?.time, new Date(now - 30_000).toISOString());
    assert.equal(lines[0]?.version, '1');
  });

  it('reports a function that has not run yet, without an error', async () => {
    write('one', 1000, 'a');
    write('two', 1000, 'b');
    assert.equal((await read()).length, 2);
    assert.deepEqual(reported, ['three has not run yet']);
  });

  it('reads all pages', async () => {
    for (let index = 0; index < 24; index += 1)
      write('one', 30_000 - index, `${index} ${'x'.repeat(100_000)}`);
    const numbers = (await read()).map(({ message }) => Number.parseInt(message, 10));
    assert.deepEqual(numbers, [...Array(24).keys()]);
  });

  it('filters by exact text, or by a pattern when the filter begins like one', async () => {
    write('one', 3000, 'an "odd" answer');
    write('one', 2000, 'answer "odd" an');
    write('one', 1000, '{"status":500}');
    assert.deepEqual(messages(await read({ filter: 'an "odd"' })), ['one an "odd" answer']);
    assert.deepEqual(messages(await read({ filter: '{ $.status >= 500 }' })), ['one {"status":500}']);
  });

  it('returns only the events of one version', async () => {
    write('one', 2000, 'old', '1');
    write('one', 1000, 'new', '12');
    const lines = await read({ sources: [{ ...sources[0], version: '12' }] });
    assert.deepEqual(messages(lines), ['one new']);
  });

  it('follows the logs and returns every event once, late and throttled ones too', async () => {
    let calls = 0;
    one.service.refuse = () => calls++ % 3 === 1;
    const abort = new AbortController();
    const seen: LogLine[] = [];
    const following = (async () => {
      for await (const line of followLogs({ ...query(), signal: abort.signal })) seen.push(line);
    })();
    const expected: string[] = [];
    for (let index = 0; index < 21; index += 1) {
      const name = NAMES[index % 3] ?? '';
      // Every fifth event is half a minute older than those that were returned already.
      write(name, index % 5 === 0 ? 30_000 : 0, `event ${index}`);
      expected.push(`${name} event ${index}`);
      await until(`event ${index} is seen`, () => seen.length > index);
    }
    const rounds = calls;
    await until('four more rounds', () => calls > rounds + 12);
    abort.abort(new Error('enough'));
    await assert.rejects(following, /enough/);
    assert.deepEqual(messages(seen), expected);
    assert.equal(new Set(seen.map(({ id, function: name }) => `${name} ${id}`)).size, 21);
    assert.match(reported.join('\n'), /CloudWatch Logs does not answer \(ThrottlingException: /);
  });

  it('follows a function from its first run', async () => {
    const abort = new AbortController();
    const lines = followLogs({ ...query(), sources: sources.slice(0, 1), signal: abort.signal });
    const first = lines.next();
    await until('it was reported', () => reported.length > 0);
    write('one', 0, 'hello');
    assert.equal((await first).value?.message, 'hello');
    assert.deepEqual(reported, ['one has not run yet']);
    abort.abort(new Error('enough'));
    await assert.rejects(lines.next(), /enough/);
  });
});
