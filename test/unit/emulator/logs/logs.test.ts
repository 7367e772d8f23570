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

  it('has the scope "logs"', () => assert.equal(service.scope, 'logs'));

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
