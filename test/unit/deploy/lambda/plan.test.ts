import assert from 'node:assert/strict';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Artifact } from '../../../../src/deploy/artifact/artifact.js';
import { planFunctions } from '../../../../src/deploy/lambda/plan.js';
import { verifyReady } from '../../../../src/deploy/lambda/verify.js';
import { fakeContext } from '../../../support/fake-lambda.js';

const COMMIT = 'c'.repeat(40);
const artifact = {
  sha256: 'NEW=',
  key: 'sample/x.zip',
  digest: 'x',
  paths: ['index.js'],
} as unknown as Artifact;
/** A version in service that is equal to `$LATEST` and to the artifact. */
const EQUAL: FunctionConfiguration = {
  ...{ CodeSha256: 'NEW=', Handler: 'index.handler', MemorySize: 128, Timeout: 3, Description: COMMIT },
  ...{ Role: 'role', Runtime: 'nodejs20.x', Architectures: ['arm64'], KMSKeyArn: 'key' },
  Environment: { Variables: { A: '1', B: '2' } },
  VpcConfig: { SubnetIds: ['subnet'], SecurityGroupIds: ['group'] },
  Layers: [{ Arn: 'layer', CodeSize: 1 }],
  EphemeralStorage: { Size: 512 },
  TracingConfig: { Mode: 'Active' },
  DeadLetterConfig: { TargetArn: 'queue' },
};

/** Plans a release of one function, given what differs in the version in service and in `$LATEST`. */
async function plan(
  serving: FunctionConfiguration,
  latest: FunctionConfiguration = {},
  weights?: Record<string, number>,
) {
  const context = fakeContext({
    'test-sample-one': {
      alias: {
        FunctionVersion: '7',
        ...(weights && { RoutingConfig: { AdditionalVersionWeights: weights } }),
      },
      configurations: { 7: { ...EQUAL, ...serving }, $LATEST: { ...EQUAL, ...latest } },
    },
  });
  const [planned] = await planFunctions(context, await verifyReady(context, 'refuse'), artifact);
  return planned ?? assert.fail();
}

describe('planFunctions', () => {
  it('plans nothing for a function that has everything already', async () => {
    assert.deepEqual(await plan({}), {
      name: 'one',
      deployedName: 'test-sample-one',
      change: 'none',
      version: '7',
      commit: COMMIT,
      reasons: [],
    });
  });

  const changes: [string, FunctionConfiguration, FunctionConfiguration, string][] = [
    ['code', { CodeSha256: 'OLD=' }, {}, 'code'],
    ['handler', { Handler: 'old.handler' }, {}, 'handler old.handler -> index.handler'],
    ['memory', { MemorySize: 256 }, {}, 'memory 256 MiB -> 128 MiB'],
    ['timeout', { Timeout: 10 }, {}, 'timeout 10 s -> 3 s'],
    ['variable', {}, { Environment: { Variables: { A: '1', B: '3' } } }, 'environment variables'],
    ['new variable', {}, { Environment: { Variables: { A: '1', B: '2', C: '' } } }, 'environment variables'],
    ['role', {}, { Role: 'other' }, 'role'],
    ['runtime', {}, { Runtime: 'nodejs24.x' }, 'runtime'],
    ['architecture', {}, { Architectures: ['x86_64'] }, 'architecture'],
    ['layer', {}, { Layers: [{ Arn: 'other', CodeSize: 1 }] }, 'layers'],
    ['subnet', {}, { VpcConfig: { SubnetIds: ['other'], SecurityGroupIds: ['group'] } }, 'network'],
    ['group', {}, { VpcConfig: { SubnetIds: ['subnet'], SecurityGroupIds: ['other'] } }, 'network'],
    ['storage', {}, { EphemeralStorage: { Size: 1024 } }, 'ephemeral storage'],
    ['tracing', {}, { TracingConfig: { Mode: 'PassThrough' } }, 'tracing'],
    ['dead letters', {}, { DeadLetterConfig: { TargetArn: 'other' } }, 'dead letters'],
    ['key', {}, { KMSKeyArn: 'other' }, 'key'],
    ['published code', {}, { CodeSha256: 'OTHER=' }, 'the same code as a new version'],
  ];
  for (const [what, serving, latest, expected] of changes) {
    it(`plans an update for a change of ${what}`, async () => {
      const { change, reasons } = await plan(serving, latest);
      assert.deepEqual([change, reasons], ['update', [expected]]);
    });
  }

  it('does not mind the order of variables, nor the size of a layer', async () => {
    const latest = {
      Environment: { Variables: { B: '2', A: '1' } },
      Layers: [{ Arn: 'layer', CodeSize: 2 }],
    };
    assert.deepEqual((await plan({}, latest)).reasons, []);
  });

  it('plans to end a share of the calls that a canary left behind', async () => {
    const { change, reasons } = await plan({}, {}, { 8: 0.25 });
    assert.deepEqual([change, reasons], ['update', ['25 % of the calls go to version 8']]);
  });

  for (const Description of ['', 'c'.repeat(39), `${COMMIT} `, 'made by hand']) {
    it(`knows no commit for a version with the description "${Description}"`, async () => {
      assert.equal((await plan({ Description })).commit, null);
    });
  }

  it('refuses an artifact without the file of the handler', async () => {
    const context = fakeContext({
      'test-sample-one': { alias: { FunctionVersion: '7' }, configurations: { 7: EQUAL, $LATEST: EQUAL } },
    });
    const functions = await verifyReady(context, 'refuse');
    await assert.rejects(planFunctions(context, functions, { ...artifact, paths: ['indexes.js'] }), {
      code: 'HANDLER_MISSING',
    });
  });
});
