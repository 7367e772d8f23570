import assert from 'node:assert/strict';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { watchCanary } from '../../../../src/deploy/lambda/canary.js';
import type { Destination, LambdaAccess } from '../../../../src/deploy/lambda/functions.js';
import { InstantClock } from '../../../support/instant-clock.js';

const destinations = [
  { live: { deployedName: 'test-sample-one', alias: { FunctionVersion: '6' } }, version: '7' },
] as unknown as Destination[];

/** Watches a canary for so long. CloudWatch returns the errors of the new version's 10 calls, one number a look. */
async function watch(milliseconds: number, errors: readonly number[]) {
  const clock = new InstantClock();
  let looks = 0;
  const send = async () => {
    const MetricDataResults = [
      { Id: 'after_calls_0', Values: [10] },
      { Id: 'after_errors_0', Values: [errors[looks++] ?? 0] },
    ];
    return { MetricDataResults };
  };
  const cloudwatch = { send } as unknown as CloudWatchClient;
  const access = { clock, signal: new AbortController().signal } as unknown as LambdaAccess;
  const { regressions, calls } = await watchCanary(
    { cloudwatch, milliseconds, percent: 10 },
    access,
    destinations,
  );
  return { regressions: [...regressions.values()], calls, pauses: clock.pauses, looks };
}

describe('watchCanary', () => {
  it('looks ten times in a short time', async () => {
    const { pauses, looks, calls, regressions } = await watch(60_000, []);
    assert.deepEqual(pauses, Array(10).fill(6_000));
    assert.deepEqual([looks, calls, regressions], [10, 10, []]);
  });

  it('looks every ten seconds in a long time, and once more at its end', async () => {
    const { pauses } = await watch(125_000, []);
    assert.deepEqual(pauses, [...Array(12).fill(10_000), 5_000]);
  });

  it('ends at the first regression', async () => {
    const { regressions, looks } = await watch(60_000, [0, 5]);
    assert.deepEqual(
      [looks, regressions],
      [2, ['version 7 failed 5 of 10 calls, the version before 0 of 0']],
    );
  });
});
