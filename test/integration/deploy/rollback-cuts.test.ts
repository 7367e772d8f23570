import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollback } from '../../../src/deploy/index.js';
import type { Call } from '../../../src/local/index.js';
import { listReleases } from '../../../src/operations/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

const program = fileURLToPath(new URL('../../support/rollback-once.ts', import.meta.url));

let puts = 0;
/** A call to AWS in whose middle the rollback is killed: it is done, and its answer finds nobody. */
const cuts: Record<string, (call: Call) => boolean> = {
  'the lock is taken': ({ service, operation }) => service === 'dynamodb' && operation === 'PutItem',
  'the release is begun': ({ service, operation }) => {
    if (service === 'dynamodb' && operation === 'PutItem') puts += 1;
    return puts === 2;
  },
  'the first alias moves': ({ method, path }) => method === 'PUT' && path.endsWith('/aliases/current'),
  'the fourth alias moves': ({ method, path }) =>
    method === 'PUT' && path.endsWith('test-sample-four/aliases/current'),
  'the last alias moves': ({ method, path }) =>
    method === 'PUT' && path.endsWith('test-sample-six/aliases/current'),
  'the log is closed': ({ service, operation }) => service === 'dynamodb' && operation === 'UpdateItem',
  'the lock is given back': ({ service, operation }) => service === 'dynamodb' && operation === 'DeleteItem',
};

describe('rollback, killed with -9', function () {
  this.timeout(120_000);
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
    stage.repository.commit({ 'src/index.js': answering('oldest') });
    await stage.deploy('main');
  });
  after(() => stage?.remove());

  for (const [when, isCut] of Object.entries(cuts)) {
    it(`converges when it is run again: killed while ${when}`, async () => {
      stage.faults = () => undefined;
      const before = stage.repository.commit({ 'src/index.js': answering(`before ${when}`) });
      await stage.deploy('main');
      stage.repository.commit({ 'src/index.js': answering(`bad ${when}`) });
      await stage.deploy('main');
      await killedAt(isCut);

      const project = await stage.project();
      const options = { project, environment: selectEnvironment(project), clients: stage.connection };
      const { state, commit } = await rollback({ ...options, who: 'bia' });
      assert.ok(state === 'released' || state === 'unchanged', state);
      assert.equal(commit, before);
      assert.deepEqual(
        await stage.answers(),
        FUNCTIONS.map(() => `before ${when}`),
      );
      const table = { dynamodb: stage.connection.dynamodb, table: 'operations' };
      const releases = await listReleases(table, 'test', { limit: 100 });
      assert.ok(releases.every((release) => release.state !== 'started'));
      assert.equal(releases[0]?.who, 'bia');
    });
  }

  /** Rolls back in a process of its own, which is killed when the stage gets the call. */
  async function killedAt(isCut: (call: Call) => boolean): Promise<void> {
    const file = join(stage.repository.folder, 'superbowleto.yml');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let done = false;
    stage.faults = (call) => {
      if (done || !isCut(call)) return undefined;
      done = true;
      child.kill('SIGKILL');
      return undefined;
    };
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.deepEqual([signal, done], ['SIGKILL', true]);
  }
});
