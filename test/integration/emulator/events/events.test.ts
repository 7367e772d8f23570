import assert from 'node:assert/strict';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { EventsService } from '../../../../src/emulator/events/index.js';
import { type LambdaStage, startLambda } from '../../../support/lambda-stage.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { type OneService, serveOne } from '../../../support/one-service.js';
import { until } from '../../../support/until.js';

const RULE = { name: 'every-minute', expression: 'rate(1 minute)', functionName: 'tick' };

describe('EventBridge schedules of the emulator', () => {
  let lambda: LambdaStage;
  let one: OneService<EventsService>;
  let clock: ManualClock;
  const reports: string[] = [];

  before(async () => {
    clock = new ManualClock();
    lambda = await startLambda();
    await lambda.create('tick', 'exports.handler = async (event) => { console.log("TICK " + event.time); };');
    one = await serveOne((context) => new EventsService(context, { functions: lambda.one.service }), {
      clock,
      report: (line) => reports.push(line),
    });
  });
  after(async () => {
    await one.stop();
    await lambda.stop();
  });

  const ticks = () => lambda.logged.flatMap(({ message }) => /TICK (\S+)/.exec(message)?.[1] ?? []);

  it('call their function in Lambda, and report one that does not exist', async () => {
    one.service.start();
    one.service.define([{ ...RULE, name: 'lost', functionName: 'nobody:current' }, RULE]);
    await clock.slept();
    await clock.advance(60_000);
    await until('the function was called', () => ticks().includes('2026-03-04T05:07:07Z'));
    assert.deepEqual(reports, [
      'The schedule lost could not call nobody:current: ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:current',
    ]);
  });

  it('are rules for a client of EventBridge', async () => {
    const client = new EventBridgeClient(one.client);
    one.service.define([RULE]);
    const Name = RULE.name;
    const stateOf = async () => (await client.send(new DescribeRuleCommand({ Name }))).State;
    assert.equal(await stateOf(), 'ENABLED');
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
    assert.equal(Targets?.[0]?.Arn, 'arn:aws:lambda:us-east-1:000000000000:function:tick');
    await client.send(new DisableRuleCommand({ Name }));
    assert.equal(await stateOf(), 'DISABLED');
    await client.send(new EnableRuleCommand({ Name }));
    assert.equal(await stateOf(), 'ENABLED');
    await assert.rejects(client.send(new DescribeRuleCommand({ Name: 'none' })), {
      name: 'ResourceNotFoundException',
      message: 'Rule none does not exist on EventBus default.',
    });
    client.destroy();
  });
});
