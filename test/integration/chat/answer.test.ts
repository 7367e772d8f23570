import assert from 'node:assert/strict';
import { answerSentence } from '../../../src/chat/index.js';
import { listReleases } from '../../../src/operations/index.js';
import { type Connection, connect } from '../../../src/project/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

describe('answerSentence, on the stage', () => {
  let stage: DeployStage;
  let cache: string | undefined;
  let closed: number;

  before(async () => {
    stage = await startDeployStage();
    cache = process.env.SBW_CACHE;
    process.env.SBW_CACHE = stage.cache;
  });
  after(async () => {
    if (cache === undefined) delete process.env.SBW_CACHE;
    else process.env.SBW_CACHE = cache;
    await stage?.remove();
  });
  beforeEach(() => {
    closed = 0;
  });

  async function say(sentence: string, signal?: AbortSignal) {
    return await answerSentence(sentence, {
      project: await stage.project(),
      open: (environment) => countingClose(connect(environment)),
      describeError: (error) => (error as Error).message,
      who: 'ana',
      signal,
    });
  }

  function countingClose(connection: Connection): Connection {
    const { close } = connection;
    return Object.defineProperty(connection, 'close', {
      value: () => {
        closed += 1;
        close();
      },
    });
  }

  it('deploys what the sentence names, and records who said it', async () => {
    stage.repository.git('checkout', '--quiet', '-b', 'feature/second');
    const commit = stage.repository.commit({ 'src/index.js': answering('second') });
    const sentence = 'deploy sample/feature/second to test';
    assert.deepEqual(await say(sentence), {
      sentence,
      ok: true,
      answer: `feature/second (commit ${commit}) is in service in test: ${FUNCTIONS.length} updated.`,
    });
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => 'second'),
    );
    const [release] = await listReleases(
      { dynamodb: stage.connection.dynamodb, table: 'operations' },
      'test',
      { limit: 1 },
    );
    assert.equal(release?.who, 'ana');
    assert.equal(closed, 1);
  });

  it('rolls back, and answers what serves and what was released', async () => {
    stage.repository.commit({ 'src/index.js': answering('regretted') });
    assert.equal((await say('deploy sample/feature/second to test')).ok, true);
    const { answer } = await say('rollback test');
    assert.match(
      answer,
      /^test is back at feature\/second \(commit [0-9a-f]{40}\), release [0-9a-f]{8}\. To undo it: /,
    );
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => 'second'),
    );
    assert.match((await say('status of test')).answer, /^All 6 functions of test serve feature\/second /);
    const lines = (await say('releases of test')).answer.split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? '', /^\* [0-9a-f]{8} released rollback to [0-9a-f]{8} feature\/second /);
  });

  it('answers with the reason, and closes the clients, when a ref does not exist', async () => {
    const { ok, answer } = await say('deploy sample/nowhere to test');
    assert.equal(ok, false);
    assert.match(answer, /nowhere/);
    assert.equal(closed, 1);
  });

  it('answers that there is no function for migrations', async () => {
    const { ok, answer } = await say('migrate test');
    const { file } = await stage.project();
    assert.equal(ok, false);
    assert.equal(
      answer,
      `Environment test has no function migrate-database in ${file}; migrations run in it.`,
    );
  });

  it('changes nothing when it is interrupted', async () => {
    stage.repository.commit({ 'src/index.js': answering('third') });
    const { ok, answer } = await say(
      'deploy sample/feature/second to test',
      AbortSignal.abort(new Error('Interrupted.')),
    );
    assert.deepEqual({ ok, answer }, { ok: false, answer: 'Interrupted.' });
    assert.deepEqual(
      await stage.answers(),
      FUNCTIONS.map(() => 'second'),
    );
  });
});
