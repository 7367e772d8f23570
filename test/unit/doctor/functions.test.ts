import assert from 'node:assert/strict';
import { ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { functions } from '../../../src/doctor/functions.js';
import { type Answer, named, run, TERRAFORM } from './fake-aws.js';

describe('the check of functions', () => {
  describe('functions', () => {
    const Variables = {
      ENVIRONMENT: 'test',
      CREDSTASH_TABLE: 'secrets',
      DATABASE_NAME: 'sample',
      DATABASE_USER: 'sample',
      TASKS_QUEUE_URL: 'https://tasks',
    };
    const of =
      (changed: object = {}, serving: object = {}) =>
      ({ FunctionName, Qualifier }: Record<string, unknown>) => ({
        Role: `arn:aws:iam::1:role/${FunctionName}`,
        Version: '7',
        Environment: { Variables },
        ...(FunctionName === 'test-sample-one' ? changed : {}),
        ...(FunctionName === 'test-sample-one' && Qualifier ? serving : {}),
      });
    const check = (GetFunctionConfiguration: Answer, more: Record<string, Answer> = {}) =>
      run(functions, {
        DescribeDBInstances: named('DBInstanceNotFoundFault'),
        GetQueueUrl: { QueueUrl: 'https://tasks' },
        GetFunctionConfiguration,
        ...more,
      });

    it('are in order', async () => {
      assert.deepEqual(await check(of()), []);
    });

    const faults: [object, string][] = [
      [{ State: 'Failed', StateReason: 'no key' }, 'is broken: no key'],
      [
        { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no room' },
        'took its last change not: no room',
      ],
      [
        { Role: 'arn:aws:iam::1:role/x' },
        'runs as arn:aws:iam::1:role/x and not as the role test-sample-one',
      ],
    ];
    for (const [changed, problem] of faults) {
      it(`report: ${problem}`, async () => {
        assert.deepEqual(await check(of(changed)), [`test-sample-one ${problem} | ${TERRAFORM}`]);
      });
    }

    it('report a missing and a wrong variable', async () => {
      const { DATABASE_USER: _, ...rest } = Variables;
      const Environment = { Variables: { ...rest, DATABASE_NAME: 'other' } };
      assert.deepEqual(await check(of({ Environment })), [
        `test-sample-one has DATABASE_NAME=other and not sample | ${TERRAFORM}`,
        `test-sample-one lacks the variable DATABASE_USER | ${TERRAFORM}`,
      ]);
    });

    it('report a version that was published before its variables changed', async () => {
      const Environment = { Variables: { ...Variables, MORE: '1' } };
      assert.deepEqual(await check(of({}, { Environment })), [
        'test-sample-one serves version 7, published before its environment variables changed | ' +
          'sbw deploy --env test --ref <what serves now>',
      ]);
    });

    it('report a missing alias, and an alias of a missing version', async () => {
      const gone = () => new ResourceNotFoundException({ message: 'x', $metadata: {} });
      const found = of();
      const withoutAlias = (input: Record<string, unknown>) =>
        input.Qualifier && input.FunctionName === 'test-sample-one' ? gone() : found(input);
      assert.deepEqual(await check(withoutAlias, { GetAlias: gone() }), [
        `test-sample-one has no alias current, which every trigger points at | ${TERRAFORM}`,
      ]);
      assert.deepEqual(await check(withoutAlias, { GetAlias: {} }), [
        `test-sample-one has an alias current that leads nowhere | ${TERRAFORM}`,
      ]);
      assert.deepEqual(await check(gone, {}), [
        `test-sample-one is not there | ${TERRAFORM}`,
        `test-sample-two is not there | ${TERRAFORM}`,
      ]);
    });
  });
});
