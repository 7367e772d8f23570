import assert from 'node:assert/strict';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../../../src/clock.js';
import { EventsService } from '../../../../src/emulator/events/index.js';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';
import { type OneService, serveOne } from '../../../support/one-service.js';
import { until } from '../../../support/until.js';

const RULE = { name: 'every-minute', expression: 'rate(1 minute)', functionName: 'tick' };
const START = Date.parse('2026-01-01T00:00:00Z');

/** Time that moves only when told to, and wakes who sleeps until then. */
class ManualClock implements Clock {
  #now = START;
  readonly #sleepers = new Set<() => void>();

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const wakeAt = this.#now + milliseconds;
    return new Promise((resolve, reject) => {
      const wake = () => {
        if (this.#now < wakeAt) return;
        this.#sleepers.delete(wake);
        resolve();
      };
      this.#sleepers.add(wake);
      signal?.addEventListener('abort', () => reject(signal.reason));
      wake();
    });
  }

  forward(seconds: number): void {
    this.#now += seconds * 1000;
    for (const wake of this.#sleepers) wake();
  }
}

describe('EventBridge schedules of the local stage', () => {
  let lambda: LambdaStage;
  let one: OneService<EventsService>;
  let clock: ManualClock;
  const reports: string[] = [];

  beforeEach(async () => {
    clock = new ManualClock();
    lambda = await startLambda();
    await lambda.create('tick', 'exports.handler = async (event) => { console.log("TICK " + event.time); };');
    one = await serveOne((context) => new EventsService(context, { functions: lambda.one.service }), {
      clock,
      report: (line) => reports.push(line),
    });
  });
  afterEach(async () => {
    await one.stop();
    await lambda.stop();
  });

  const ticks = () => lambda.logged.flatMap(({ message }) => /TICK (\S+)/.exec(message)?.[1] ?? []);
  const tickAt = (time: string) => until(`a call at ${time}`, () => ticks().includes(time));

  it('call their function at each beat', async () => {
    one.service.start();
    one.service.define([RULE]);
    clock.forward(60);
    await tickAt('2026-01-01T00:01:00Z');
    clock.forward(60);
    await tickAt('2026-01-01T00:02:00Z');
    assert.equal(ticks().length, 2);
  });

  it('are told of, and call nobody while they are switched off', async () => {
    const client = new EventBridgeClient(one.client);
    one.service.start();
    one.service.define([RULE]);
    const Name = RULE.name;
    const stateOf = async () => {
      const { State, ScheduleExpression } = await client.send(new DescribeRuleCommand({ Name }));
      return [State, ScheduleExpression];
    };
    assert.deepEqual(await stateOf(), ['ENABLED', 'rate(1 minute)']);
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
    assert.equal(Targets?.[0]?.Arn, 'arn:aws:lambda:us-east-1:000000000000:function:tick');

    await client.send(new DisableRuleCommand({ Name }));
    assert.deepEqual(await stateOf(), ['DISABLED', 'rate(1 minute)']);
    clock.forward(60);
    await client.send(new EnableRuleCommand({ Name }));
    clock.forward(60);
    await tickAt('2026-01-01T00:02:00Z');
    assert.equal(ticks().length, 1);
    await assert.rejects(client.send(new DescribeRuleCommand({ Name: 'none' })), {
      name: 'ResourceNotFoundException',
      message: 'Rule none does not exist on EventBus default.',
    });
    client.destroy();
  });

  it('do not make up for what passed while nothing ran', async () => {
    one.service.define([RULE]);
    await one.service.stop();
    clock.forward(3600 + 30);
    (await one.restart()).start();
    clock.forward(30);
    await tickAt('2026-01-01T01:01:00Z');
    assert.equal(ticks().length, 1);
  });

  it('keep their beat when defined again', async () => {
    one.service.start();
    one.service.define([RULE]);
    clock.forward(45);
    one.service.define([RULE]);
    clock.forward(15);
    await tickAt('2026-01-01T00:01:00Z');
  });

  it('tell of a function that is not there, and go on', async () => {
    one.service.start();
    one.service.define([{ ...RULE, name: 'lost', functionName: 'nobody:current' }, RULE]);
    clock.forward(60);
    await tickAt('2026-01-01T00:01:00Z');
    assert.deepEqual(reports, [
      'The schedule lost could not call nobody:current: ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:current',
    ]);
  });

  it('are made by no call of the API', async () => {
    const response = await fetch(one.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutRule' },
      body: '{}',
    });
    assert.equal(response.status, 501);
    assert.match(await response.text(), /The local stage does not support EventBridge PutRule/);
  });
});
