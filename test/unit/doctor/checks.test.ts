import assert from 'node:assert/strict';
import { ResourceNotFoundException as RuleNotFound } from '@aws-sdk/client-eventbridge';
import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { bucket } from '../../../src/doctor/bucket.js';
import { clock } from '../../../src/doctor/clock.js';
import { credentials } from '../../../src/doctor/credentials.js';
import { key } from '../../../src/doctor/key.js';
import { queues } from '../../../src/doctor/queues.js';
import { schedules } from '../../../src/doctor/schedules.js';
import { tables } from '../../../src/doctor/tables.js';
import { triggers } from '../../../src/doctor/triggers.js';
import type { Check, CheckContext } from '../../../src/doctor/types.js';

type Answer = object | Error | ((input: Record<string, unknown>) => object | Error);

const TERRAFORM = 'terraform apply in infrastructure/environments/test, or correct superbowleto.yml';
const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name }, more);
const project = {
  service: 'sample',
  functions: {
    one: { name: 'one', trigger: { type: 'queue', queue: 'tasks', batchSize: 10 } },
    two: { name: 'two', trigger: { type: 'schedule', expression: 'rate(1 day)' } },
  },
  queues: { tasks: { name: 'tasks', visibilityTimeout: 60, delay: 0, maxReceives: 3 } },
};
const environment = {
  name: 'test',
  account: '000000000001',
  bucket: 'artifacts',
  credstash: { table: 'secrets', key: 'alias/secrets' },
  operationsTable: 'operations',
  functions: ['one', 'two'],
};

/** Runs a check against clients that answer each command by its name. @returns `subject problem | fix` of each finding */
async function run(check: Check, answers: Readonly<Record<string, Answer>>, now = 0): Promise<string[]> {
  const client = {
    send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const answer = answers[command.constructor.name.replace(/Command$/, '')];
      const given = typeof answer === 'function' ? answer(command.input) : answer;
      if (given instanceof Error) throw given;
      return given ?? {};
    },
  };
  const services = ['s3', 'sts', 'kms', 'dynamodb', 'sqs', 'lambda', 'events'];
  const context = {
    project,
    environment,
    connection: Object.fromEntries(services.map((service) => [service, client])),
    clock: { now: () => new Date(now) },
    signal: new AbortController().signal,
  } as unknown as CheckContext;
  return (await check.run(context)).map(({ subject, problem, fix }) => `${subject} ${problem} | ${fix}`);
}

describe('the checks of sbw doctor', () => {
  describe('bucket', () => {
    for (const [status, problem] of [
      [404, 'is not there'],
      [403, "is another account's, or may not be used with these keys"],
      [301, 'is in another region'],
    ] as const) {
      it(`reads ${status} as "${problem}"`, async () => {
        const HeadBucket = named('x', { $metadata: { httpStatusCode: status } });
        assert.deepEqual(await run(bucket, { HeadBucket }), [`artifacts ${problem} | ${TERRAFORM}`]);
      });
    }

    it('passes on any other error', async () => {
      await assert.rejects(run(bucket, { HeadBucket: named('SlowDown') }), { name: 'SlowDown' });
    });

    it('asks for versions of a bucket of the same account', async () => {
      const GetBucketVersioning = (input: object) =>
        'ExpectedBucketOwner' in input && input.ExpectedBucketOwner === '000000000001'
          ? { Status: 'Enabled' }
          : {};
      assert.deepEqual(await run(bucket, { GetBucketVersioning }), []);
      assert.deepEqual(await run(bucket, { GetBucketVersioning: { Status: 'Suspended' } }), [
        `artifacts keeps no versions: a deleted artifact is gone | ${TERRAFORM}`,
      ]);
    });
  });

  describe('credentials', () => {
    it('are those of the account', async () => {
      const of = (Account: string) => ({ GetCallerIdentity: { Account, Arn: 'arn:x' } });
      assert.deepEqual(await run(credentials, of('000000000001')), []);
      const [finding = ''] = await run(credentials, of('000000000002'));
      assert.ok(
        finding.startsWith(
          'test is account 000000000001, but the AWS keys at hand are of 000000000002 (arn:x)',
        ),
      );
    });

    for (const name of [
      'CredentialsProviderError',
      'ExpiredToken',
      'ExpiredTokenException',
      'InvalidClientTokenId',
      'SignatureDoesNotMatch',
      'PROFILE_MISSING',
    ]) {
      it(`are refused by ${name}`, async () => {
        const findings = await run(credentials, { GetCallerIdentity: named(name) });
        assert.match(findings[0] ?? '', /^the AWS keys at hand are not taken: /);
      });
    }

    it('stay unknown when AWS does not answer', async () => {
      const error = named('Error', { code: 'ECONNREFUSED' });
      const findings = await run(credentials, { GetCallerIdentity: error });
      assert.match(findings[0] ?? '', /^AWS cannot be asked: ECONNREFUSED: /);
    });
  });

  describe('key', () => {
    const of = (KeyState: string) => ({ DescribeKey: { KeyMetadata: { KeyState, KeyId: 'k-1' } } });

    it('is enabled', async () => {
      assert.deepEqual(await run(key, of('Enabled')), []);
    });

    for (const [state, command] of [
      ['PendingDeletion', 'cancel-key-deletion'],
      ['Disabled', 'enable-key'],
    ] as const) {
      it(`${state} is fixed with ${command}`, async () => {
        assert.deepEqual(await run(key, of(state)), [
          `alias/secrets is ${state} | aws kms ${command} --key-id k-1, at once: without it no secret can be read`,
        ]);
      });
    }

    it('does not exist', async () => {
      assert.deepEqual(await run(key, { DescribeKey: named('NotFoundException') }), [
        `alias/secrets is not there | ${TERRAFORM}`,
      ]);
      await assert.rejects(run(key, { DescribeKey: named('AccessDenied') }), { name: 'AccessDenied' });
    });
  });

  describe('tables', () => {
    const keys = (TableName: unknown) => (TableName === 'secrets' ? ['name', 'version'] : ['pk', 'sk']);
    const of =
      (TableStatus: string, names = keys) =>
      ({ TableName }: Record<string, unknown>) => ({
        Table: { TableStatus, KeySchema: names(TableName).map((AttributeName) => ({ AttributeName })) },
      });

    for (const status of ['ACTIVE', 'UPDATING']) {
      it(`${status} can be used`, async () => {
        assert.deepEqual(await run(tables, { DescribeTable: of(status) }), []);
      });
    }

    it('CREATING cannot be used yet', async () => {
      assert.deepEqual(await run(tables, { DescribeTable: of('CREATING') }), [
        'secrets is CREATING | wait until it is ACTIVE',
        'operations is CREATING | wait until it is ACTIVE',
      ]);
    });

    it('need their own keys', async () => {
      const DescribeTable = of('ACTIVE', () => ['name', 'version']);
      assert.deepEqual(await run(tables, { DescribeTable }), [
        `operations has the keys name, version and not pk, sk | ${TERRAFORM}`,
      ]);
    });
  });

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

  describe('clock', () => {
    const AWS_TIME = Date.parse('2026-11-24T12:00:00Z');

    /** The check reads the date of the response in a middleware, so the client has to run it. */
    async function examine(seconds: number, headers: object = { date: new Date(AWS_TIME).toUTCString() }) {
      const context = {
        connection: {
          sts: {
            send: async (command: { middlewareStack: { add: unknown } }) =>
              void (await runMiddleware(command, headers)),
          },
        },
        clock: { now: () => new Date(AWS_TIME + seconds * 1_000) },
        signal: new AbortController().signal,
      } as unknown as CheckContext;
      return (await clock.run(context)).map(({ problem }) => problem);
    }

    async function runMiddleware(command: unknown, headers: object) {
      const { middlewareStack } = command as {
        middlewareStack: { resolve(handler: unknown, context: object): (args: object) => Promise<unknown> };
      };
      const handler = middlewareStack.resolve(async () => ({ response: { headers }, output: {} }), {});
      await handler({ input: {}, request: {} });
    }

    it('may be 30 seconds off', async () => {
      assert.deepEqual(await examine(30), []);
      assert.deepEqual(await examine(-30), []);
    });

    it('is reported from 31 seconds on, ahead or behind', async () => {
      assert.deepEqual(await examine(31), ["is 31 s ahead of AWS's"]);
      assert.deepEqual(await examine(-31), ["is 31 s behind AWS's"]);
    });

    it('is in order when the response has no date that can be read', async () => {
      assert.deepEqual(await examine(99, {}), []);
      assert.deepEqual(await examine(99, { date: 'now' }), []);
    });
  });
});
