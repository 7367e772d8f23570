import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../../../src/emulator/aws/service.js';
import { EventsService } from '../../../../src/emulator/events/index.js';
import type { FunctionInvoker } from '../../../../src/emulator/lambda/index.js';
import { callJson, emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { until } from '../../../support/until.js';

const MINUTE = 60_000;
const RULE = { name: 'every-minute', expression: 'rate(1 minute)', functionName: 'tick:current' };
const HOURLY = { name: 'hourly', expression: 'rate(1 hour)', functionName: 'tock' };

describe('EventsService', () => {
  let directory: string;
  let clock: ManualClock;
  let service: EventsService;
  let reports: string[];
  let called: string[];
  let failure: Error | undefined;

  const functions: FunctionInvoker = {
    invoke: () => Promise.reject(new Error('not used')),
    enqueue: async (name, { payload }) => {
      const event = JSON.parse(payload.toString());
      called.push(`${name} ${event.time} ${event.resources[0]}`);
      if (failure) throw failure;
    },
  };
  const open = () =>
    new EventsService(emulatorContext(directory, { clock, report: (line) => reports.push(line) }), {
      functions,
    });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'events-'));
    clock = new ManualClock();
    [reports, called, failure] = [[], [], undefined];
    service = open();
  });
  afterEach(async () => {
    await service.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Moves the clock, and waits until the service waits for the next due time. */
  async function pass(milliseconds: number): Promise<void> {
    await clock.slept();
    await clock.advance(milliseconds);
    await clock.slept();
  }
  const callAt = (time: string, rule = RULE) =>
    `${rule.functionName} ${time} arn:aws:events:us-east-1:000000000000:rule/${rule.name}`;

  it('has the scope "events"', () => assert.equal(service.scope, 'events'));

  it('calls a function at each interval from its definition on', async () => {
    service.start();
    service.define([RULE, HOURLY]);
    await pass(MINUTE - 1);
    assert.deepEqual(called, []);
    await pass(1);
    await pass(MINUTE);
    assert.deepEqual(called, [callAt('2026-03-04T05:07:07Z'), callAt('2026-03-04T05:08:07Z')]);
  });

  it('calls each function that is due at the same time', async () => {
    service.start();
    service.define([RULE, { ...RULE, name: 'second', functionName: 'g' }]);
    await pass(MINUTE);
    assert.deepEqual(called.map((line) => line.split(' ')[0]).sort(), ['g', 'tick:current']);
  });

  it('keeps the due time of a schedule that is defined again without a change', async () => {
    service.start();
    service.define([RULE]);
    await pass(MINUTE - 1000);
    service.define([HOURLY, RULE]);
    await pass(1000);
    assert.deepEqual(called, [callAt('2026-03-04T05:07:07Z')]);
  });

  for (const [title, changed] of [
    ['another rate', { ...RULE, expression: 'rate(2 minutes)' }],
    ['another name', { ...RULE, name: 'other' }],
  ] as const) {
    it(`starts a new interval for ${title}`, async () => {
      service.start();
      service.define([RULE]);
      await pass(MINUTE - 1000);
      service.define([changed]);
      await pass(1000);
      assert.deepEqual(called, []);
    });
  }

  it('calls nothing that a new definition leaves out', async () => {
    service.start();
    service.define([RULE]);
    service.define([HOURLY]);
    await pass(MINUTE);
    assert.deepEqual(called, []);
  });

  it('skips what was due while it did not run, and keeps the rhythm', async () => {
    service.define([RULE]);
    await clock.advance(10 * MINUTE + 30_000);
    service = open();
    service.start();
    await pass(30_000 - 1);
    assert.deepEqual(called, []);
    await pass(1);
    assert.deepEqual(called, [callAt('2026-03-04T05:17:07Z')]);
  });

  it('does not fire again after a kill right after it fired', async () => {
    service.start();
    service.define([RULE]);
    await pass(MINUTE);
    const next = open();
    next.start();
    await pass(MINUTE - 1);
    await next.stop();
    assert.equal(called.length, 1);
  });

  it('fires once when it is started twice', async () => {
    service.define([RULE]);
    service.start();
    service.start();
    await pass(MINUTE);
    assert.equal(called.length, 1);
  });

  for (const [title, error, text] of [
    ['an AWS error', new AwsError('NotFound', 404, 'no f'), 'NotFound: no f'],
    ['another error', new TypeError('no'), 'TypeError: no'],
  ] as const) {
    it(`reports ${title} of a function, and continues`, async () => {
      failure = error;
      service.start();
      service.define([RULE]);
      await pass(MINUTE);
      assert.deepEqual(reports, [`The schedule every-minute could not call tick:current: ${text}`]);
      await pass(MINUTE);
      assert.equal(called.length, 2);
    });
  }

  it('keeps its schedules in a file of its own', () => {
    service.define([RULE]);
    assert.equal(statSync(join(directory, 'schedules.json')).mode & 0o777, 0o600);
  });

  it('waits a minute at most, so that a new schedule is never late', async () => {
    service.define([HOURLY]);
    service.start();
    await clock.slept();
    await clock.advance(MINUTE / 2);
    service.define([HOURLY, RULE]);
    await clock.advance(MINUTE / 2);
    await clock.slept();
    await pass(MINUTE / 2);
    assert.deepEqual(called, [callAt('2026-03-04T05:07:37Z')]);
  });

  it('refuses an unknown rate, and keeps the schedules', async () => {
    service.define([RULE]);
    assert.throws(() => service.define([{ ...RULE, expression: 'cron(0 12 * * ? *)' }]), {
      code: 'UNSUPPORTED_SCHEDULE',
    });
    assert.equal((await callJson(service, 'DescribeRule', { Name: RULE.name })).State, 'ENABLED');
  });

  it('stops at once while it waits', async () => {
    service.start();
    await clock.slept();
    await service.stop();
    await until('nothing waits', async () => {
      await clock.allWoken();
      return true;
    });
  });

  describe('as an API', () => {
    beforeEach(() => service.define([HOURLY, RULE]));

    it('describes a rule and its target', async () => {
      assert.deepEqual(await callJson(service, 'DescribeRule', { Name: 'every-minute' }), {
        Name: 'every-minute',
        Arn: 'arn:aws:events:us-east-1:000000000000:rule/every-minute',
        EventBusName: 'default',
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
      });
      assert.deepEqual(await callJson(service, 'ListTargetsByRule', { Rule: 'every-minute' }), {
        Targets: [{ Id: 'function', Arn: 'arn:aws:lambda:us-east-1:000000000000:function:tick:current' }],
      });
    });

    it('disables and enables one rule, also across a restart', async () => {
      const stateOf = async (Name: string, at = service) =>
        (await callJson(at, 'DescribeRule', { Name })).State;
      assert.deepEqual(await callJson(service, 'DisableRule', { Name: 'every-minute' }), {});
      assert.deepEqual([await stateOf('every-minute'), await stateOf('hourly')], ['DISABLED', 'ENABLED']);
      assert.equal(await stateOf('every-minute', open()), 'DISABLED');
      await callJson(service, 'EnableRule', { Name: 'every-minute' });
      assert.equal(await stateOf('every-minute'), 'ENABLED');
    });

    it('does not call the function of a disabled rule', async () => {
      service.start();
      await callJson(service, 'DisableRule', { Name: 'every-minute' });
      await pass(MINUTE);
      assert.deepEqual(called, []);
      await callJson(service, 'EnableRule', { Name: 'every-minute' });
      await pass(MINUTE);
      assert.deepEqual(called, [callAt('2026-03-04T05:08:07Z')]);
    });

    for (const operation of ['DescribeRule', 'EnableRule', 'DisableRule', 'ListTargetsByRule']) {
      it(`refuses an unknown rule for ${operation}`, async () => {
        const member = operation === 'ListTargetsByRule' ? 'Rule' : 'Name';
        await assert.rejects(callJson(service, operation, { [member]: 'none' }), {
          code: 'ResourceNotFoundException',
          status: 400,
          message: 'Rule none does not exist on EventBus default.',
        });
      });
    }

    it('cannot create a rule', async () => {
      await assert.rejects(callJson(service, 'PutRule'), {
        code: 'NotImplemented',
        message: /EventBridge PutRule\./,
      });
    });
  });
});
