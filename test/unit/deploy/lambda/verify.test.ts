import assert from 'node:assert/strict';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { verifyReady } from '../../../../src/deploy/lambda/verify.js';
import { fakeContext } from '../../../support/fake-lambda.js';

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

  it('throws an error of S3 that says nothing about the bucket', async () => {
    await assert.rejects(verify({}, 500), { message: 'refused' });
  });
});
