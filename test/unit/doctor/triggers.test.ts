import assert from 'node:assert/strict';
import { ResourceNotFoundException as RuleNotFound } from '@aws-sdk/client-eventbridge';
import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { queues } from '../../../src/doctor/queues.js';
import { schedules } from '../../../src/doctor/schedules.js';
import { triggers } from '../../../src/doctor/triggers.js';
import { run, TERRAFORM } from './fake-aws.js';

describe('the checks of queues, triggers and schedules', () => {
  describe('queues', () => {
    const main = {
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '100',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":"3"}',
    };
    const dead = { QueueArn: 'arn:dead', MessageRetentionPeriod: '101' };
    const of = (queue: object, deadLetter: object) => ({
      GetQueueUrl: ({ QueueName }: Record<string, unknown>) => ({ QueueUrl: QueueName }),
      GetQueueAttributes: ({ QueueUrl }: Record<string, unknown>) => ({
        Attributes: QueueUrl === 'test-tasks' ? queue : deadLetter,
      }),
    });

    it('are as superbowleto.yml says', async () => {
      assert.deepEqual(await run(queues, of(main, dead)), []);
    });

    const faults: [object, object, string][] = [
      [{ ...main, VisibilityTimeout: '61' }, dead, 'test-tasks hides a message for 61 s and not 60 s'],
      [
        main,
        { ...dead, QueueArn: 'arn:other' },
        'test-tasks gives dead letters to arn:dead and not to test-tasks-dead-letter',
      ],
      [
        { ...main, RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":4}' },
        dead,
        'test-tasks gives a message up after 4 receives and not 3',
      ],
      [
        main,
        { ...dead, MessageRetentionPeriod: '100' },
        'test-tasks-dead-letter keeps messages no longer than their queue does',
      ],
    ];
    for (const [queue, deadLetter, problem] of faults) {
      it(problem, async () => {
        assert.deepEqual(await run(queues, of(queue, deadLetter)), [`${problem} | ${TERRAFORM}`]);
      });
    }
  });

  describe('triggers', () => {
    const mapping = {
      EventSourceArn: 'arn:aws:sqs:us-east-1:1:test-tasks',
      State: 'Enabled',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 5 },
    };
    const of = (...EventSourceMappings: object[]) => ({ ListEventSourceMappings: { EventSourceMappings } });

    for (const State of ['Enabled', 'Creating', 'Updating']) {
      it(`${State} are in order`, async () => {
        assert.deepEqual(await run(triggers, of({ ...mapping, State })), []);
      });
    }

    const faults: [string, object, string][] = [
      [
        'disabled',
        { ...mapping, State: 'Disabled' },
        'takes nothing from test-tasks: its event source mapping is Disabled',
      ],
      [
        'without partial failures',
        { ...mapping, FunctionResponseTypes: [] },
        'answers test-tasks as a whole: one message that fails makes the others of its batch come again',
      ],
      [
        'with another batch size',
        { ...mapping, BatchSize: 9 },
        'takes 9 messages of test-tasks at once and not 10',
      ],
      [
        'without a limit of calls',
        { ...mapping, ScalingConfig: {} },
        'runs any number of calls for test-tasks at the same time and not 5',
      ],
      [
        'of another queue',
        { ...mapping, EventSourceArn: 'arn:aws:sqs:us-east-1:1:other-test-tasks' },
        'is not called for what comes to test-tasks',
      ],
    ];
    for (const [what, changed, problem] of faults) {
      it(`${what} are reported`, async () => {
        assert.deepEqual(await run(triggers, of(changed)), [`test-sample-one ${problem} | ${TERRAFORM}`]);
      });
    }

    it('are missing when the alias does not exist', async () => {
      const error = new ResourceNotFoundException({ message: 'x', $metadata: {} });
      assert.deepEqual(await run(triggers, { ListEventSourceMappings: error }), [
        `test-sample-one is not called for what comes to test-tasks | ${TERRAFORM}`,
      ]);
    });
  });

  describe('schedules', () => {
    const rule = { State: 'ENABLED', ScheduleExpression: 'rate(1 day)' };
    const targets = (...names: string[]) => ({
      Targets: names.map((name) => ({ Arn: `arn:aws:lambda:us-east-1:1:function:${name}` })),
    });
    const right = targets('test-sample-other:current', 'test-sample-two:current');

    it('are in order when one target is the alias', async () => {
      assert.deepEqual(await run(schedules, { DescribeRule: rule, ListTargetsByRule: right }), []);
    });

    it('are reported when the target is not the alias', async () => {
      const ListTargetsByRule = targets('test-sample-two');
      assert.deepEqual(await run(schedules, { DescribeRule: rule, ListTargetsByRule }), [
        `test-sample-two is not called: its schedule calls arn:aws:lambda:us-east-1:1:function:test-sample-two and not test-sample-two:current | ${TERRAFORM}`,
      ]);
    });

    it('are reported when the rule has no target, or does not exist', async () => {
      assert.deepEqual(await run(schedules, { DescribeRule: rule, ListTargetsByRule: {} }), [
        `test-sample-two is not called: its schedule calls nothing and not test-sample-two:current | ${TERRAFORM}`,
      ]);
      const DescribeRule = new RuleNotFound({ message: 'x', $metadata: {} });
      assert.deepEqual(await run(schedules, { DescribeRule, ListTargetsByRule: right }), [
        `test-sample-two is called by no schedule: EventBridge has no such rule | ${TERRAFORM}`,
      ]);
    });

    it('that are switched off are fixed with a command of their own', async () => {
      const DescribeRule = { ...rule, State: 'DISABLED' };
      assert.deepEqual(await run(schedules, { DescribeRule, ListTargetsByRule: right }), [
        'test-sample-two is not called: its schedule is switched off | aws events enable-rule --name test-sample-two',
      ]);
    });
  });
});
