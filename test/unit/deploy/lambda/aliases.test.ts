import assert from 'node:assert/strict';
import { PreconditionFailedException } from '@aws-sdk/client-lambda';
import { type AliasMovedError, setAlias, verifyServing } from '../../../../src/deploy/lambda/aliases.js';
import type { Destination } from '../../../../src/deploy/lambda/functions.js';
import { scriptedLambda } from '../../../support/lambda-script.js';

const NAME = 'test-sample-one';
const from = { FunctionVersion: '6', RevisionId: 'revision' };
const to = { FunctionVersion: '7', Description: 'release 1' };
const lost = new Error('socket hang up');
const refused = new PreconditionFailedException({ message: 'other revision', $metadata: {} });

/** Returns a Lambda that does not set the alias but throws `error`, and in which the alias then is `found`. */
const failing = (error: Error, found: object | Error) =>
  scriptedLambda(({ name }) => (name === 'UpdateAlias' ? error : found));

describe('setAlias', () => {
  it('sets version, description and no weights under the revision that was read', async () => {
    const answer = { ...to, RevisionId: 'next' };
    const access = scriptedLambda(() => answer);
    assert.equal(await setAlias(access, NAME, from, to), answer);
    assert.deepEqual(access.sent, [
      {
        name: 'UpdateAlias',
        input: {
          FunctionName: NAME,
          Name: 'current',
          RevisionId: 'revision',
          FunctionVersion: '7',
          RoutingConfig: { AdditionalVersionWeights: {} },
          Description: 'release 1',
        },
      },
    ]);
  });

  for (const error of [lost, refused]) {
    it(`recognizes its own change after ${error.name}`, async () => {
      const found = { ...to, RevisionId: 'next' };
      assert.equal(await setAlias(failing(error, found), NAME, from, to), found);
    });
  }

  it('recognizes its own change of the weights, and one without a description', async () => {
    const RoutingConfig = { AdditionalVersionWeights: { 7: 0.1 } };
    for (const [setting, found] of [
      [
        { ...to, RoutingConfig },
        { ...to, RoutingConfig },
      ],
      [{ FunctionVersion: '7' }, { FunctionVersion: '7' }],
      [
        { FunctionVersion: '7', Description: '' },
        { FunctionVersion: '7', Description: '' },
      ],
    ]) {
      assert.equal(await setAlias(failing(lost, found as object), NAME, from, setting as typeof to), found);
    }
  });

  const others = [
    ['version', { ...to, FunctionVersion: '8' }, '8'],
    ['description', { ...to, Description: 'release 2' }, '7'],
    ['share', { ...to, RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } } }, '7'],
  ] as const;
  for (const [what, found, version] of others) {
    it(`reports that something else has moved the alias when it has another ${what}`, async () => {
      await assert.rejects(setAlias(failing(refused, found), NAME, from, to), (error: AliasMovedError) => {
        assert.equal(error.code, 'ALIAS_MOVED');
        assert.equal(error.version, version);
        assert.equal(
          error.message,
          `alias current of ${NAME} was changed by something else: it points at version ${version}`,
        );
        return true;
      });
    });

    it(`throws the error of the call when the alias has another ${what} and nothing was refused`, async () => {
      await assert.rejects(setAlias(failing(lost, found), NAME, from, to), lost);
    });
  }

  for (const error of [lost, refused]) {
    it(`says that the alias may have moved when it cannot be read after ${error.name}`, async () => {
      await assert.rejects(setAlias(failing(error, new Error('no network')), NAME, from, to), {
        code: 'ALIAS_UNKNOWN',
        message: `alias current of ${NAME} may have been moved: no answer came (${error.message}), and it could not be read`,
        cause: error,
      });
    });
  }

  it('reads the alias even after the signal has aborted', async () => {
    const interruption = new AbortController();
    const access = scriptedLambda(({ name }) => {
      interruption.abort(new Error('interrupted by the test'));
      return name === 'UpdateAlias' ? lost : to;
    });
    assert.equal(await setAlias({ ...access, signal: interruption.signal }, NAME, from, to), to);
  });
});

describe('verifyServing', () => {
  const destination = { live: { deployedName: NAME }, version: '7', sha256: 'sha' } as Destination;

  it('accepts the version with its code, and reads it through the alias', async () => {
    const access = scriptedLambda(() => ({ Version: '7', CodeSha256: 'sha' }));
    await verifyServing(access, destination);
    assert.deepEqual(access.sent[0]?.input, { FunctionName: NAME, Qualifier: 'current' });
  });

  for (const [what, found] of [
    ['version', { Version: '8', CodeSha256: 'sha' }],
    ['code', { Version: '7', CodeSha256: 'other' }],
  ] as const) {
    it(`refuses another ${what}`, async () => {
      await assert.rejects(
        verifyServing(
          scriptedLambda(() => found),
          destination,
        ),
        {
          code: 'ALIAS_DIFFERS',
          message: `alias current of ${NAME} gives version ${found.Version}, not 7: something else has moved it`,
        },
      );
    });
  }
});
