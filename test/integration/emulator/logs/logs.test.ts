import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LogsService } from '../../../../src/emulator/logs/index.js';
import { type OneService, serveOne } from '../../../support/one-service.js';
import { until } from '../../../support/until.js';

const GROUP = '/aws/lambda/f';

describe('CloudWatch Logs of the local stage', () => {
  let one: OneService<LogsService>;
  beforeEach(async () => {
    one = await serveOne((context) => new LogsService(context, { groupLimit: 2000 }));
  });
  afterEach(() => one.stop());

  async function call(operation: string, input: object) {
    const response = await fetch(one.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `Logs_20140328.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    });
    const body = JSON.parse(await response.text());
    return response.ok ? body : { status: response.status, ...body };
  }
  const write = (stream: string, ...events: [number, string][]) =>
    one.service.append(
      GROUP,
      stream,
      events.map(([timestamp, message]) => ({ timestamp, message })),
    );
  const filtered = async (input: object = {}) => {
    const { events } = await call('FilterLogEvents', { logGroupName: GROUP, ...input });
    return events.map(({ message }: { message: string }) => message);
  };

  it('finds events over all streams, oldest first', async () => {
    write('one', [1, 'a'], [3, 'c']);
    write('two', [2, 'b']);
    const { events } = await call('FilterLogEvents', { logGroupName: GROUP });
    assert.deepEqual(
      events.map(({ logStreamName, timestamp, message }: Record<string, unknown>) => [
        logStreamName,
        timestamp,
        message,
      ]),
      [
        ['one', 1, 'a'],
        ['two', 2, 'b'],
        ['one', 3, 'c'],
      ],
    );
    assert.equal(new Set(events.map(({ eventId }: { eventId: string }) => eventId)).size, 3);
  });

  it('finds by time, stream, and pattern', async () => {
    write('one', [1, 'a'], [2, 'b ERROR'], [3, 'c']);
    write('two', [2, 'd']);
    assert.deepEqual(await filtered({ startTime: 2, endTime: 2 }), ['b ERROR', 'd']);
    assert.deepEqual(await filtered({ logStreamNames: ['two'] }), ['d']);
    assert.deepEqual(await filtered({ logStreamNamePrefix: 'o', startTime: 3 }), ['c']);
    assert.deepEqual(await filtered({ filterPattern: 'ERROR' }), ['b ERROR']);
  });

  it('says which patterns it does not know', async () => {
    write('one', [1, 'a']);
    const { status, message } = await call('FilterLogEvents', {
      logGroupName: GROUP,
      filterPattern: '[a, b]',
    });
    assert.equal(status, 501);
    assert.equal(
      message,
      'The local stage does not support CloudWatch Logs FilterLogEvents with the pattern [a, b]. It is a development stand-in for AWS.',
    );
  });

  it('goes on behind the last event of a page, whatever came in between', async () => {
    write('one', [1, 'a'], [3, 'c']);
    const first = await call('FilterLogEvents', { logGroupName: GROUP, limit: 1 });
    write('two', [0, 'late'], [2, 'b']);
    const rest = await call('FilterLogEvents', { logGroupName: GROUP, nextToken: first.nextToken });
    assert.deepEqual(
      rest.events.map(({ message }: { message: string }) => message),
      ['b', 'c'],
    );
    const wrong = await call('FilterLogEvents', { logGroupName: GROUP, nextToken: 'soon' });
    assert.equal(wrong.message, 'The specified nextToken is invalid.');
  });

  it('gives no event the id of another after a restart', async () => {
    const ids = async () => {
      const { events } = await call('FilterLogEvents', { logGroupName: GROUP });
      return events.map(({ eventId }: { eventId: string }) => eventId);
    };
    write('one', [1, 'a'], [2, 'b']);
    const before = await ids();
    await one.service.stop();
    await one.restart();
    write('one', [3, 'c']);
    const after = await ids();
    assert.deepEqual(after.slice(0, 2), before);
    assert.equal(new Set(after).size, 3);
  });

  it('gives pages', async () => {
    write('one', [1, 'a'], [2, 'b'], [3, 'c']);
    const first = await call('FilterLogEvents', { logGroupName: GROUP, limit: 2 });
    const second = await call('FilterLogEvents', {
      logGroupName: GROUP,
      limit: 2,
      nextToken: first.nextToken,
    });
    assert.deepEqual([first.events.length, second.events.length, second.nextToken], [2, 1, undefined]);
  });

  it('gives a stream forward and backward, the same token at its end', async () => {
    write('one', [1, 'a'], [2, 'b'], [3, 'c']);
    const get = (input: object) =>
      call('GetLogEvents', { logGroupName: GROUP, logStreamName: 'one', limit: 2, ...input });
    const texts = ({ events }: { events: { message: string }[] }) => events.map(({ message }) => message);
    const latest = await get({});
    assert.deepEqual(texts(latest), ['b', 'c']);
    assert.deepEqual(texts(await get({ nextToken: latest.nextBackwardToken })), ['a']);
    const head = await get({ startFromHead: true });
    const end = await get({ nextToken: head.nextForwardToken });
    assert.deepEqual([texts(head), texts(end)], [['a', 'b'], ['c']]);
    assert.equal((await get({ nextToken: end.nextForwardToken })).nextForwardToken, end.nextForwardToken);
  });

  it('describes groups and streams', async () => {
    write('one', [5, 'a']);
    write('two', [7, 'b']);
    const { logGroups } = await call('DescribeLogGroups', { logGroupNamePrefix: '/aws' });
    assert.equal(logGroups[0].logGroupName, GROUP);
    assert.equal(logGroups[0].arn, `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}:*`);
    const { logStreams } = await call('DescribeLogStreams', {
      logGroupName: GROUP,
      orderBy: 'LastEventTime',
      descending: true,
    });
    assert.deepEqual(
      logStreams.map(({ logStreamName, lastEventTimestamp }: Record<string, unknown>) => [
        logStreamName,
        lastEventTimestamp,
      ]),
      [
        ['two', 7],
        ['one', 5],
      ],
    );
  });

  it('takes events from outside, in streams that exist', async () => {
    const place = { logGroupName: 'mine', logStreamName: 's' };
    assert.equal(
      (await call('PutLogEvents', { ...place, logEvents: [] })).message,
      'The specified log group does not exist.',
    );
    await call('CreateLogGroup', { logGroupName: 'mine' });
    assert.equal(
      (await call('PutLogEvents', { ...place, logEvents: [] })).message,
      'The specified log stream does not exist.',
    );
    await call('CreateLogStream', place);
    await call('PutLogEvents', { ...place, logEvents: [{ timestamp: 1, message: 'hello' }] });
    const { events } = await call('GetLogEvents', place);
    assert.equal(events[0].message, 'hello');
    assert.equal(
      (await call('CreateLogGroup', { logGroupName: 'mine' })).__type,
      'ResourceAlreadyExistsException',
    );
  });

  it('has after a restart what it had before', async () => {
    write('one', [1, 'a\nb']);
    await one.service.stop();
    await one.restart();
    assert.deepEqual(await filtered(), ['a\nb']);
  });

  it('writes to disk by itself', async () => {
    write('one', [1, 'a']);
    const folder = join(one.directory, 'groups', encodeURIComponent(GROUP));
    await until('the file is there', () => readdirSync(folder).includes('newer.jsonl'));
  });

  it('forgets the oldest, in memory and on disk', async () => {
    for (let index = 0; index < 200; index += 1) {
      write('one', [index, `${index} ${'x'.repeat(100)}`]);
      await one.service.stop();
    }
    const messages = await filtered();
    assert.ok(messages.length >= 20 && messages.length <= 40, String(messages.length));
    assert.match(messages.at(-1), /^199 /);
    const folder = join(one.directory, 'groups', encodeURIComponent(GROUP));
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 2 * 2300, String(sizes));
  });

  it('names what it does not support', async () => {
    const { status, message } = await call('StartQuery', {});
    assert.equal(status, 501);
    assert.match(message, /^The local stage does not support CloudWatch Logs StartQuery\./);
  });
});
