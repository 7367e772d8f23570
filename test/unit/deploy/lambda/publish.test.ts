import assert from 'node:assert/strict';
import { PreconditionFailedException } from '@aws-sdk/client-lambda';
import type { LiveFunction } from '../../../../src/deploy/lambda/functions.js';
import { type Publication, publishVersion } from '../../../../src/deploy/lambda/publish.js';
import { publishOne } from '../../../../src/deploy/lambda/release.js';
import { fakeContext } from '../../../support/fake-lambda.js';
import { type SentCommand, scriptedLambda } from '../../../support/lambda-script.js';

const NAME = 'test-sample-one';
const COMMIT = 'c'.repeat(40);
const live = {
  definition: { name: 'one', handler: 'index.handler', memory: 128, timeout: 3, trigger: { type: 'none' } },
  deployedName: NAME,
  alias: { FunctionVersion: '6' },
} as LiveFunction;
const latest = {
  FunctionName: NAME,
  CodeSha256: 'sha',
  Handler: 'index.handler',
  MemorySize: 128,
  Timeout: 3,
  State: 'Active',
} as const;
const publication = {
  artifact: { bucket: 'artifacts', key: 'key.zip', sha256: 'sha' },
  commit: COMMIT,
  latest: { ...latest, RevisionId: 'revision 0' },
  smokeEvent: undefined,
} as unknown as Publication;
const otherRevision = () => new PreconditionFailedException({ message: 'other revision', $metadata: {} });

/** Returns a Lambda that publishes version 7, unless `changes` answers a command. */
function publishing(changes: (command: SentCommand, earlier: number) => unknown = () => undefined) {
  return scriptedLambda((command, earlier) => {
    const changed = changes(command, earlier);
    if (changed !== undefined) return changed;
    if (command.name === 'PublishVersion') return { ...latest, Version: '7' };
    return command.name === 'Invoke' ? {} : { ...latest, RevisionId: `revision ${earlier + 1}` };
  });
}
const inputsOf = (access: { sent: readonly SentCommand[] }, wanted: string) =>
  access.sent.filter(({ name }) => name === wanted).map(({ input }) => input);

describe('publishVersion', () => {
  it('publishes the artifact under the revision that was read, and waits for the version', async () => {
    const access = publishing();
    assert.equal(await publishVersion(access, live, publication), '7');
    assert.deepEqual(access.sent, [
      {
        name: 'PublishVersion',
        input: { FunctionName: NAME, CodeSha256: 'sha', Description: COMMIT, RevisionId: 'revision 0' },
      },
      { name: 'GetFunctionConfiguration', input: { FunctionName: NAME, Qualifier: '7' } },
      { name: 'Invoke', input: { FunctionName: NAME, Qualifier: '7', InvocationType: 'DryRun' } },
    ]);
  });

  it('invokes a new version once with the smoke event', async () => {
    const access = publishing();
    await publishVersion(access, live, { ...publication, smokeEvent: { smoke: true } });
    assert.deepEqual(inputsOf(access, 'Invoke'), [
      { FunctionName: NAME, Qualifier: '7', Payload: Buffer.from('{"smoke":true}') },
    ]);
  });

  it('invokes nothing when the version is in service already', async () => {
    const access = publishing();
    const serving = { ...live, alias: { FunctionVersion: '7' } };
    assert.equal(await publishVersion(access, serving, { ...publication, smokeEvent: {} }), '7');
    assert.deepEqual(inputsOf(access, 'Invoke'), []);
  });

  it('retries with the newer revision when Lambda has optimized the function', async () => {
    const access = publishing(({ name }, earlier) =>
      name === 'PublishVersion' && earlier < 4 ? otherRevision() : undefined,
    );
    assert.equal(await publishVersion(access, live, publication), '7');
    assert.deepEqual(
      inputsOf(access, 'PublishVersion').map(({ RevisionId }) => RevisionId),
      ['revision 0', 'revision 1', 'revision 2', 'revision 3', 'revision 4'],
    );
  });

  it('gives up after the fifth revision', async () => {
    const access = publishing(({ name }) => (name === 'PublishVersion' ? otherRevision() : undefined));
    await assert.rejects(publishVersion(access, live, publication), { name: 'PreconditionFailedException' });
    assert.equal(inputsOf(access, 'PublishVersion').length, 5);
  });

  for (const [what, changed, message] of [
    [
      'code',
      { CodeSha256: 'other' },
      `${NAME} has code with SHA-256 other, not sha of key.zip: something else updates it.`,
    ],
    ['handler', { Handler: 'x' }, `${NAME} has other settings by now: something else updates it.`],
    ['memory', { MemorySize: 256 }, `${NAME} has other settings by now: something else updates it.`],
    ['timeout', { Timeout: 4 }, `${NAME} has other settings by now: something else updates it.`],
  ] as const) {
    it(`does not publish another ${what} that came in between`, async () => {
      const access = publishing(({ name }) =>
        name === 'PublishVersion' ? otherRevision() : { ...latest, ...changed },
      );
      await assert.rejects(publishVersion(access, live, publication), { code: 'LATEST_CHANGED', message });
      assert.equal(inputsOf(access, 'PublishVersion').length, 1);
    });
  }

  it('throws any other error of Lambda at once', async () => {
    const refused = Object.assign(new Error('refused'), { name: 'AccessDeniedException' });
    const access = publishing(() => refused);
    await assert.rejects(publishVersion(access, live, publication), refused);
    assert.equal(access.sent.length, 1);
  });

  it('refuses an answer that has no version', async () => {
    const access = publishing(() => ({}));
    await assert.rejects(publishVersion(access, live, publication), {
      code: 'NO_VERSION',
      message: `Lambda published ${NAME} without saying as which version.`,
    });
    assert.equal(access.sent.length, 1);
  });

  for (const [what, answer, reported] of [
    [
      'the error of a version that cannot start',
      {
        FunctionError: 'Unhandled',
        Payload: Buffer.from('{"errorType":"Runtime.ImportModuleError","errorMessage":"no index"}'),
      },
      'Runtime.ImportModuleError: no index',
    ],
    ['an error without a payload', { FunctionError: 'Unhandled' }, 'Unhandled: '],
  ] as const) {
    it(`reports ${what}`, async () => {
      const access = publishing(({ name }) => (name === 'Invoke' ? answer : undefined));
      await assert.rejects(publishVersion(access, live, { ...publication, smokeEvent: {} }), {
        code: 'SMOKE_FAILED',
        message: `version 7 of ${NAME} fails when it is invoked: ${reported}`,
      });
    });
  }
});

describe('publishOne', () => {
  it('refuses a function that is not among those of the release', async () => {
    await assert.rejects(publishOne(fakeContext({}), [live], 'two', publication), {
      code: 'NO_FUNCTION',
      message: 'There is no function two.',
    });
  });
});
