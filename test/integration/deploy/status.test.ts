import assert from 'node:assert/strict';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { describeStatus, readStatus, rollback } from '../../../src/deploy/index.js';
import { withLock } from '../../../src/operations/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

describe('readStatus', function () {
  this.timeout(60_000);
  let stage: DeployStage;
  const commits: string[] = [];

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());

  async function status() {
    const project = await stage.project();
    return await readStatus({
      project,
      environment: selectEnvironment(project),
      clients: stage.connection,
    });
  }

  it('reads functions to which nothing was released', async () => {
    const before = await status();
    assert.deepEqual([before.agree, before.release, before.locks], [true, undefined, []]);
    assert.equal(
      describeStatus(before),
      'All 6 functions of test serve the same code, which is of no release on record.',
    );
    assert.deepEqual(
      before.functions.map(({ version, commit, since }) => [version, commit, since]),
      FUNCTIONS.map(() => ['1', undefined, undefined]),
    );
  });

  it('reads version, commit and since when of every function', async () => {
    for (const text of ['one', 'two']) {
      commits.push(stage.repository.commit({ 'src/index.js': answering(text) }));
      await stage.deploy('main');
    }
    const now = await status();
    assert.equal(now.agree, true);
    assert.equal(now.release?.commit, commits[1]);
    assert.deepEqual(
      now.functions.map(({ name, deployedName, version, commit, since }) => [
        name,
        deployedName,
        version,
        commit,
        since,
      ]),
      FUNCTIONS.map((name) => [name, `test-sample-${name}`, '3', commits[1], now.release?.finishedAt]),
    );
    assert.equal(
      describeStatus(now),
      `All 6 functions of test serve main (commit ${commits[1]}), release ${now.release?.id.split(' ')[1]}.`,
    );
  });

  it('names, after a rollback, the deploy that it went back to, and since when', async () => {
    const project = await stage.project();
    const options = { project, environment: selectEnvironment(project), clients: stage.connection };
    const { to } = await rollback(options);
    const now = await status();
    assert.equal(now.release?.id, to);
    assert.equal(now.functions[0]?.commit, commits[0]);
    assert.ok((now.functions[0]?.since ?? '') > (now.release?.finishedAt ?? ''));
  });

  it('notices that the functions do not agree', async () => {
    await stage.connection.lambda.send(
      new UpdateAliasCommand({ FunctionName: 'test-sample-two', Name: 'current', FunctionVersion: '3' }),
    );
    const now = await status();
    assert.deepEqual([now.agree, now.release], [false, undefined]);
    assert.equal(
      describeStatus(now),
      'The 6 functions of test do not serve the same code. Run again what was cut off, or: sbw rollback --env test',
    );
  });

  it('reports a function that it cannot read, with all the others', async () => {
    stage.faults = ({ path }) =>
      path.includes('test-sample-four')
        ? { type: 'error', code: 'ResourceNotFoundException', status: 404 }
        : undefined;
    const { functions, agree } = await status();
    stage.faults = () => undefined;
    assert.equal(agree, false);
    assert.deepEqual(
      functions.map(({ problem }) => problem),
      FUNCTIONS.map((name) =>
        name === 'four'
          ? 'there is no function test-sample-four with an alias current; the infrastructure makes it'
          : undefined,
      ),
    );
  });

  it('names the holder of the lock', async () => {
    const lock = { ...stage.table, environment: 'test', operation: 'deploy' } as const;
    const { locks } = await withLock({ ...lock, holder: 'ana' }, status);
    assert.deepEqual(
      locks.map(({ operation, holder, alive }) => [operation, holder, alive]),
      [['deploy', 'ana', true]],
    );
  });
});
