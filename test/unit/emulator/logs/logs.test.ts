import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogsService } from '../../../../src/emulator/logs/index.js';
import { callJson, emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';

const GROUP = '/aws/lambda/f';
const ARN = `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`;
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('LogsService', () => {
  let directory: string;
  let clock: ManualClock;
  let service: LogsService;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'logs-'));
    clock = new ManualClock();
    service = open();
  });
  afterEach(async () => {
    await service.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const open = () => new LogsService(emulatorContext(directory, { clock }));
  const call = (operation: string, input: object = {}) => callJson(service, operation, input);
  const write = (stream: string, ...events: [number, string][]) =>
    service.append(
      GROUP,
      stream,
      events.map(([timestamp, message]) => ({ timestamp, message })),
    );
  const textsOf = ({ events }: { events: { message: string }[] }) =>
    events.map(({ message }) => message).join('');
  const filtered = (input: object = {}) => call('FilterLogEvents', { logGroupName: GROUP, ...input });
  const streamed = (input: object = {}) =>
    call('GetLogEvents', { logGroupName: GROUP, logStreamName: 'one', ...input });

  it('has the scope "logs"', () => assert.equal(service.scope, 'logs'));

  describe('FilterLogEvents', () => {
    it('answers whole events', async () => {
      write('one', [1, 'a']);
      const { events, ...rest } = await filtered();
      assert.match(events[0].eventId, /^\d{56}$/);
      assert.deepEqual(
        { events: [{ ...events[0], eventId: '' }], ...rest },
        {
          events: [
            { logStreamName: 'one', timestamp: 1, message: 'a', ingestionTime: clock.start, eventId: '' },
          ],
          searchedLogStreams: [],
        },
      );
    });

    it('orders by time, and events of one time by arrival', async () => {
      write('one', [2, 'b'], [1, 'a']);
      write('two', [2, 'c'], [2, 'd']);
      assert.equal(textsOf(await filtered()), 'abcd');
    });

    for (const [input, expected] of [
      [{ startTime: 2, endTime: 3 }, 'bcd'],
      [{ startTime: 3 }, 'd'],
      [{ endTime: 1 }, 'a'],
      [{ logStreamNames: ['two'] }, 'c'],
      [{ logStreamNames: ['one', 'two'] }, 'abcd'],
      [{ logStreamNamePrefix: 'on' }, 'abd'],
      [{ logStreamNamePrefix: 'ne' }, ''],
      [{ filterPattern: '?a ?c' }, 'ac'],
      [{ filterPattern: '' }, 'abcd'],
    ] as const) {
      it(`finds "${expected}" with ${JSON.stringify(input)}`, async () => {
        write('one', [1, 'a'], [2, 'b'], [3, 'd']);
        write('two', [2, 'c']);
        assert.equal(textsOf(await filtered(input)), expected);
      });
    }

    for (const identifier of [GROUP, ARN, `${ARN}:*`]) {
      it(`finds the group ${identifier}`, async () => {
        write('one', [1, 'a']);
        assert.equal(textsOf(await call('FilterLogEvents', { logGroupIdentifier: identifier })), 'a');
      });
    }

    it('continues after the last event of a page, also with new events in between', async () => {
      write('one', [1, 'a'], [3, 'c'], [3, 'd']);
      const first = await filtered({ limit: 2 });
      write('two', [0, 'late'], [2, 'late'], [3, 'e']);
      const { events, nextToken } = await filtered({ nextToken: first.nextToken });
      assert.deepEqual([textsOf(first), textsOf({ events }), nextToken], ['ac', 'de', undefined]);
    });

    it('has no token on a page with the last event', async () => {
      write('one', [1, 'a'], [2, 'b']);
      assert.equal((await filtered({ limit: 2 })).nextToken, undefined);
      assert.notEqual((await filtered({ limit: 1 })).nextToken, undefined);
    });

    it('answers 10,000 events a page', async () => {
      write('one', ...many(10_001).map((index): [number, string] => [index, 'x']));
      const { events, nextToken } = await filtered();
      assert.equal(events.length, 10_000);
      assert.equal((await filtered({ nextToken })).events.length, 1);
    });

    it('answers 1 MiB a page, counting 26 bytes for each event', async () => {
      const half = 'x'.repeat(512 * 1024 - 26);
      write('one', [1, half], [2, half]);
      assert.equal((await filtered()).events.length, 2);
      write('one', [0, 'ç']);
      assert.equal((await filtered()).events.length, 2);
      write('one', [-1, 'y'.repeat(1024 * 1024)]);
      assert.equal((await filtered({ startTime: -1, endTime: 0 })).events.length, 1);
    });

    for (const [title, input, code, message] of [
      [
        'another token',
        { nextToken: 'soon' },
        'InvalidParameterException',
        'The specified nextToken is invalid.',
      ],
      ['a token without an id', { nextToken: '1/' }, 'InvalidParameterException', /nextToken is invalid/],
      [
        'a limit of 0',
        { limit: 0 },
        'InvalidParameterException',
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value between 1 and 10000",
      ],
      ['a limit of 10,001', { limit: 10_001 }, 'InvalidParameterException', /Value '10001'/],
      ['a limit that is a string', { limit: '1' }, 'InvalidParameterException', /Value '1'/],
      [
        'an invalid regular expression',
        { filterPattern: '%(%' },
        'InvalidParameterException',
        /^Invalid filter pattern: Invalid regular expression/,
      ],
    ] as const) {
      it(`refuses ${title}`, async () => {
        write('one', [1, 'a']);
        await assert.rejects(filtered(input), { code, status: 400, message });
      });
    }

    it('accepts the limits 1 and 10,000', async () => {
      write('one', [1, 'a'], [2, 'b']);
      assert.equal(textsOf(await filtered({ limit: 1 })), 'a');
      assert.equal(textsOf(await filtered({ limit: 10_000 })), 'ab');
    });

    it('names a pattern that it does not support', async () => {
      write('one', [1, 'a']);
      await assert.rejects(filtered({ filterPattern: '[a, b]' }), {
        code: 'NotImplemented',
        message:
          'The local stage does not support CloudWatch Logs FilterLogEvents with the pattern [a, b]. It is a development stand-in for AWS.',
      });
    });
  });

  describe('GetLogEvents', () => {
    beforeEach(() => {
      write('one', [2, 'b'], [1, 'a'], [3, 'c']);
      write('two', [2, 'x']);
    });

    it('answers the events of one stream by time', async () => {
      assert.deepEqual((await streamed()).events[0], {
        timestamp: 1,
        message: 'a',
        ingestionTime: clock.start,
      });
      assert.equal(textsOf(await streamed()), 'abc');
    });

    it('excludes the end time', async () =>
      assert.equal(textsOf(await streamed({ startTime: 2, endTime: 3 })), 'b'));

    it('answers the last events, then those before them', async () => {
      const latest = await streamed({ limit: 2 });
      const before = await streamed({ limit: 2, nextToken: latest.nextBackwardToken });
      const first = await streamed({ limit: 2, nextToken: before.nextBackwardToken });
      assert.deepEqual([textsOf(latest), textsOf(before), textsOf(first)], ['bc', 'a', '']);
      assert.equal(first.nextBackwardToken, before.nextBackwardToken);
      assert.equal(textsOf(await streamed({ limit: 2, nextToken: before.nextForwardToken })), 'bc');
    });

    it('answers the first events, then those after them', async () => {
      const head = await streamed({ limit: 2, startFromHead: true });
      const rest = await streamed({ limit: 2, nextToken: head.nextForwardToken });
      const end = await streamed({ limit: 2, nextToken: rest.nextForwardToken });
      assert.deepEqual([textsOf(head), textsOf(rest), textsOf(end)], ['ab', 'c', '']);
      assert.equal(end.nextForwardToken, rest.nextForwardToken);
      assert.match(head.nextForwardToken, /^f\/\d{56}$/);
      assert.match(head.nextBackwardToken, /^b\/0{56}$/);
    });

    it('answers the end for a token beyond it', async () => {
      assert.equal(textsOf(await streamed({ limit: 1, nextToken: 'b/9' })), 'c');
      const { events, nextForwardToken } = await streamed({ nextToken: 'f/9' });
      assert.deepEqual([events, Number(nextForwardToken.slice(2))], [[], 3]);
    });

    it('answers 10,000 events', async () => {
      write('three', ...many(10_001).map((index): [number, string] => [index, 'x']));
      assert.equal((await streamed({ logStreamName: 'three' })).events.length, 10_000);
    });

    it('refuses another token and an unknown stream', async () => {
      await assert.rejects(streamed({ nextToken: 'x/1' }), {
        code: 'InvalidParameterException',
        message: 'The specified nextToken is invalid.',
      });
      await assert.rejects(streamed({ logStreamName: 'none' }), {
        code: 'ResourceNotFoundException',
        message: 'The specified log stream does not exist.',
      });
    });
  });

  describe('DescribeLogGroups', () => {
    it('describes a group', async () => {
      write('one', [1, 'abc']);
      assert.deepEqual(await call('DescribeLogGroups'), {
        logGroups: [
          {
            logGroupName: GROUP,
            arn: `${ARN}:*`,
            logGroupArn: ARN,
            logGroupClass: 'STANDARD',
            creationTime: clock.start,
            metricFilterCount: 0,
            storedBytes: 3,
          },
        ],
      });
    });

    for (const [input, expected] of [
      [{}, ['/a/x', '/b/x', '/c/y']],
      [{ logGroupNamePrefix: '/b' }, ['/b/x']],
      [{ logGroupNamePrefix: 'x' }, []],
      [{ logGroupNamePattern: 'x' }, ['/a/x', '/b/x']],
    ] as const) {
      it(`finds ${expected.join(', ') || 'nothing'} with ${JSON.stringify(input)}`, async () => {
        for (const logGroupName of ['/c/y', '/a/x', '/b/x']) await call('CreateLogGroup', { logGroupName });
        const { logGroups } = await call('DescribeLogGroups', input);
        assert.deepEqual(
          logGroups.map(({ logGroupName }: { logGroupName: string }) => logGroupName),
          expected,
        );
      });
    }

    it('answers 50 groups a page', async () => {
      for (const index of many(51)) await call('CreateLogGroup', { logGroupName: `g${index}` });
      const first = await call('DescribeLogGroups', { limit: 60 });
      const second = await call('DescribeLogGroups', { nextToken: first.nextToken });
      assert.deepEqual([first.logGroups.length, second.logGroups.length], [50, 1]);
      assert.equal(second.nextToken, undefined);
      assert.equal((await call('DescribeLogGroups', { limit: 2 })).logGroups.length, 2);
    });
  });

  describe('DescribeLogStreams', () => {
    const streamsOf = async (input: object) => {
      const { logStreams } = await call('DescribeLogStreams', { logGroupName: GROUP, ...input });
      return logStreams.map(({ logStreamName }: { logStreamName: string }) => logStreamName).join(' ');
    };

    it('describes a stream', async () => {
      write('one', [5, 'a'], [7, 'b']);
      assert.deepEqual(await call('DescribeLogStreams', { logGroupName: GROUP }), {
        logStreams: [
          {
            logStreamName: 'one',
            arn: `${ARN}:log-stream:one`,
            creationTime: clock.start,
            firstEventTimestamp: 5,
            lastEventTimestamp: 7,
            lastIngestionTime: 7,
            storedBytes: 0,
          },
        ],
      });
    });

    for (const [input, expected] of [
      [{}, 'alone both empty'],
      [{ descending: true }, 'empty both alone'],
      [{ orderBy: 'LastEventTime' }, 'empty both alone'],
      [{ orderBy: 'LastEventTime', descending: true }, 'alone both empty'],
      [{ logStreamNamePrefix: 'b' }, 'both'],
      [{ logStreamNamePrefix: 'lone' }, ''],
      [{ limit: 1 }, 'alone'],
    ] as const) {
      it(`finds "${expected}" with ${JSON.stringify(input)}`, async () => {
        write('both', [3, 'a']);
        await call('CreateLogStream', { logGroupName: GROUP, logStreamName: 'empty' });
        write('alone', [4, 'a']);
        assert.equal(await streamsOf(input), expected);
      });
    }
  });

  it('accepts events from a client, in groups and streams that exist', async () => {
    const stream = { logGroupName: 'mine', logStreamName: 's' };
    const logEvents = [{ timestamp: 1, message: 'hello' }];
    await assert.rejects(call('PutLogEvents', { ...stream, logEvents }), {
      code: 'ResourceNotFoundException',
      status: 400,
      message: 'The specified log group does not exist.',
    });
    assert.deepEqual(await call('CreateLogGroup', { logGroupName: 'mine' }), {});
    await assert.rejects(call('PutLogEvents', { ...stream, logEvents }), {
      code: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
    assert.deepEqual(await call('CreateLogStream', stream), {});
    assert.deepEqual(await call('PutLogEvents', { ...stream, logEvents }), { nextSequenceToken: '1' });
    assert.equal(textsOf(await call('GetLogEvents', stream)), 'hello');
  });

  it('refuses a second group or stream of a name', async () => {
    const stream = { logGroupName: 'mine', logStreamName: 's' };
    await call('CreateLogGroup', stream);
    await call('CreateLogStream', stream);
    const code = 'ResourceAlreadyExistsException';
    await assert.rejects(call('CreateLogGroup', stream), {
      code,
      status: 400,
      message: 'The specified log group already exists',
    });
    await assert.rejects(call('CreateLogStream', stream), {
      code,
      status: 400,
      message: 'The specified log stream already exists',
    });
  });

  it('deletes a group with its events', async () => {
    write('one', [1, 'a']);
    assert.deepEqual(await call('DeleteLogGroup', { logGroupName: GROUP }), {});
    await assert.rejects(filtered(), { code: 'ResourceNotFoundException' });
    await assert.rejects(call('DeleteLogGroup', { logGroupName: GROUP }), {
      code: 'ResourceNotFoundException',
    });
    service = open();
    assert.deepEqual((await call('DescribeLogGroups')).logGroups, []);
  });

  for (const [operation, input, member] of [
    ['CreateLogGroup', {}, 'logGroupName'],
    ['CreateLogGroup', { logGroupName: '' }, 'logGroupName'],
    ['DeleteLogGroup', { logGroupName: 1 }, 'logGroupName'],
    ['CreateLogStream', { logGroupName: GROUP }, 'logStreamName'],
    ['PutLogEvents', { logGroupName: GROUP }, 'logStreamName'],
  ] as const) {
    it(`refuses ${operation} of ${JSON.stringify(input)}`, async () => {
      write('one', [1, 'a']);
      await assert.rejects(call(operation, input), {
        code: 'InvalidParameterException',
        status: 400,
        message: `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
      });
    });
  }

  it('has the same events after a stop, also in a group whose name is not a file name', async () => {
    write('one', [1, 'a']);
    await call('CreateLogStream', { logGroupName: GROUP, logStreamName: 'empty' });
    await service.stop();
    service = open();
    assert.equal(textsOf(await filtered()), 'a');
  });

  it('has an empty stream on disk at once', async () => {
    await call('CreateLogGroup', { logGroupName: GROUP });
    await call('CreateLogStream', { logGroupName: GROUP, logStreamName: 'empty' });
    service = open();
    assert.deepEqual((await call('DescribeLogStreams', { logGroupName: GROUP })).logStreams.length, 1);
  });

  it('keeps 4 MiB of a group', async () => {
    const quarter = 'x'.repeat(1024 * 1024);
    write('one', ...many(8).map((index): [number, string] => [index, quarter]));
    const stored = async () => (await call('DescribeLogGroups')).logGroups[0].storedBytes;
    assert.equal(await stored(), 8 * 1024 * 1024);
    write('one', [9, 'x']);
    assert.equal(await stored(), 3 * 1024 * 1024 + 1);
  });

  it('answers 501 to another operation', async () => {
    await assert.rejects(call('StartQuery'), {
      code: 'NotImplemented',
      message: /CloudWatch Logs StartQuery\./,
    });
  });
});
