import assert from 'node:assert/strict';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { isChanging, waitUntilSettled } from '../../../../src/deploy/lambda/functions.js';
import { scriptedLambda } from '../../../support/lambda-script.js';

const NAME = 'test-sample-one';
const busy = { FunctionName: NAME, State: 'Active', LastUpdateStatus: 'InProgress' } as const;
const settled = { FunctionName: NAME, State: 'Active', LastUpdateStatus: 'Successful' } as const;

describe('waitUntilSettled', () => {
  it('returns the configuration at once when nothing changes', async () => {
    const access = scriptedLambda(() => settled);
    assert.deepEqual(await waitUntilSettled(access, NAME), settled);
    assert.deepEqual(access.sent, [{ name: 'GetFunctionConfiguration', input: { FunctionName: NAME } }]);
    assert.deepEqual(access.clock.pauses, []);
  });

  it('reads the version that it is given', async () => {
    const access = scriptedLambda(() => settled);
    await waitUntilSettled(access, NAME, '7');
    assert.deepEqual(access.sent[0]?.input, { FunctionName: NAME, Qualifier: '7' });
  });

  it('polls with pauses that grow from 100 ms to 2 s, and returns the last configuration', async () => {
    const access = scriptedLambda((_, earlier) => (earlier < 10 ? busy : settled));
    assert.deepEqual(await waitUntilSettled(access, NAME), settled);
    assert.deepEqual(access.clock.pauses, [
      ...[100, 150, 225, 337.5, 506.25, 759.375, 1139.0625, 1708.59375],
      ...[2000, 2000],
    ]);
  });

  it('gives up after five minutes, and says in which state the function is', async () => {
    const access = scriptedLambda(() => busy);
    await assert.rejects(waitUntilSettled(access, NAME), {
      code: 'FUNCTION_TOO_SLOW',
      message: `${NAME} is still busy after 5 minutes (state Active, update InProgress).`,
    });
    const waited = access.clock.pauses.reduce((sum, pause) => sum + pause, 0);
    assert.ok(waited >= 300_000 && waited < 302_000, String(waited));
  });

  it('ends between two polls when the signal aborts', async () => {
    const interruption = new AbortController();
    const access = scriptedLambda(() => {
      interruption.abort(new Error('interrupted by the test'));
      return busy;
    });
    await assert.rejects(waitUntilSettled({ ...access, signal: interruption.signal }, NAME), {
      message: 'interrupted by the test',
    });
    assert.equal(access.sent.length, 1);
  });

  for (const [what, configuration, reason] of [
    ['a function that cannot be created', { State: 'Failed', StateReason: 'no role' }, 'no role'],
    [
      'an update that fails',
      { State: 'Active', LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no memory' },
      'no memory',
    ],
    [
      'a broken function rather than its last update',
      {
        State: 'Failed',
        StateReason: 'no role',
        LastUpdateStatus: 'Failed',
        LastUpdateStatusReason: 'no memory',
      },
      'no role',
    ],
    ['a failure without a reason', { LastUpdateStatus: 'Failed' }, 'no reason given'],
  ] as const satisfies readonly (readonly [string, FunctionConfiguration, string])[]) {
    it(`reports ${what} without waiting`, async () => {
      const access = scriptedLambda(() => ({ FunctionName: NAME, ...configuration }));
      await assert.rejects(waitUntilSettled(access, NAME), {
        code: 'FUNCTION_FAILED',
        message: `Lambda could not bring ${NAME} up: ${reason}`,
      });
      assert.deepEqual(access.clock.pauses, []);
    });
  }
});

describe('isChanging', () => {
  for (const [configuration, expected] of [
    [{ State: 'Pending', LastUpdateStatus: 'Successful' }, true],
    [{ State: 'Active', LastUpdateStatus: 'InProgress' }, true],
    [{ State: 'Active', LastUpdateStatus: 'Successful' }, false],
    [{ State: 'Inactive' }, false],
    [{}, false],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(configuration)}`, () => {
      assert.equal(isChanging(configuration), expected);
    });
  }
});
