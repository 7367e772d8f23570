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

describe('events of LogsService', () => {
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
});
