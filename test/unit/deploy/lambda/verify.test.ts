import assert from 'node:assert/strict';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { verifyReady } from '../../../../src/deploy/lambda/verify.js';
import { fakeContext } from '../../../support/fake-lambda.js';
import { InstantClock } from '../../../support/instant-clock.js';

const verify = (latest: FunctionConfiguration, bucketStatus?: number) =>
  verifyReady(
    fakeContext(
      {
        'test-sample-one': { alias: { FunctionVersion: '7' }, configurations: { $LATEST: latest } },
        'test-sample-two': { alias: { FunctionVersion: '9' }, configurations: { $LATEST: {} } },
      },
      bucketStatus,
    ),
    'refuse',
  );

describe('verifyReady', () => {
  it('returns every function with its alias', async () => {
    assert.deepEqual(
      (await verify({})).map(({ deployedName, alias }) => [deployedName, alias.FunctionVersion]),
      [
        ['test-sample-one', '7'],
        ['test-sample-two', '9'],
      ],
    );
  });

  const refused: [string, FunctionConfiguration, number, string][] = [
    [
      'a function that runs an image',
      { PackageType: 'Image' },
      200,
      'test-sample-one runs an image, and takes no zip; the infrastructure has to make it of one',
    ],
    [
      'a function that failed',
      { State: 'Failed', StateReason: 'no role' },
      200,
      'test-sample-one is broken (no role); the infrastructure has to make it anew',
    ],
    [
      'a function that is being created',
      { State: 'Pending' },
      200,
      'test-sample-one is being updated by something else; try again when that is done',
    ],
    [
      'a function that is being updated',
      { LastUpdateStatus: 'InProgress' },
      200,
      'test-sample-one is being updated by something else; try again when that is done',
    ],
    ['a bucket that does not exist', {}, 404, 'there is no bucket artifacts; the infrastructure makes it'],
    [
      'a bucket of another account',
      {},
      403,
      "bucket artifacts is another account's, or may not be used with these keys",
    ],
    ['a bucket in another region', {}, 301, 'bucket artifacts is not in region us-east-1'],
  ];
  for (const [what, latest, bucketStatus, problem] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(verify(latest, bucketStatus), {
        code: 'NOT_READY',
        message: `Environment test (account 000000000000, us-east-1) is not ready: ${problem}. Nothing was changed.`,
      });
    });
  }

  it('accepts a function whose last update failed: the next update may succeed', async () => {
    assert.equal((await verify({ LastUpdateStatus: 'Failed' })).length, 2);
  });

  describe('with a function that is being updated', () => {
    /** A function whose configuration is in progress the first `looks` times that it is read. */
    function updating(looks: number) {
      const clock = new InstantClock();
      let left = looks;
      const configurations = {
        get $LATEST(): FunctionConfiguration {
          return left-- > 0 ? { LastUpdateStatus: 'InProgress' } : {};
        },
      };
      const functions = { 'test-sample-one': { alias: { FunctionVersion: '7' }, configurations } };
      return { clock, context: { ...fakeContext(functions), clock } };
    }

    it('waits until that ends', async () => {
      const { clock, context } = updating(3);
      assert.equal((await verifyReady(context, 'wait')).length, 1);
      assert.deepEqual(clock.pauses, [500, 500]);
    });

    it('waits for a minute at most', async () => {
      const { clock, context } = updating(1_000);
      await assert.rejects(verifyReady(context, 'wait'), {
        code: 'NOT_READY',
        message: /test-sample-one is being updated by something else; try again when that is done/,
      });
      assert.equal(clock.pauses.length, 120);
    });

    it('does not wait when it is to refuse', async () => {
      const { clock, context } = updating(3);
      await assert.rejects(verifyReady(context, 'refuse'), { code: 'NOT_READY' });
      assert.deepEqual(clock.pauses, []);
    });

    it('stops when its signal is aborted', async () => {
      const { context } = updating(0);
      const signal = AbortSignal.abort(new Error('Ctrl-C'));
      await assert.rejects(verifyReady({ ...context, signal }, 'wait'), { message: 'Ctrl-C' });
    });
  });

  it('gives each problem a line, and the name of an error of AWS', async () => {
    const denied = Object.assign(new Error('no lambda:GetFunctionConfiguration'), { name: 'AccessDenied' });
    const configurations = {
      get $LATEST(): FunctionConfiguration {
        throw denied;
      },
    };
    const functions = { 'test-sample-one': { alias: { FunctionVersion: '7' }, configurations } };
    await assert.rejects(verifyReady(fakeContext(functions, 404), 'wait'), {
      code: 'NOT_READY',
      message:
        'Environment test (account 000000000000, us-east-1) is not ready, and nothing was changed:\n' +
        '  there is no bucket artifacts; the infrastructure makes it\n' +
        '  AccessDenied: no lambda:GetFunctionConfiguration',
      problems: [
        'there is no bucket artifacts; the infrastructure makes it',
        'AccessDenied: no lambda:GetFunctionConfiguration',
      ],
    });
  });

  it('throws an error of S3 that says nothing about the bucket', async () => {
    await assert.rejects(verify({}, 500), { message: 'refused' });
  });
});
