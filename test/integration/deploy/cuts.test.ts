import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../../src/local/index.js';
import { listReleases } from '../../../src/operations/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

const program = fileURLToPath(new URL('../../support/deploy-once.ts', import.meta.url));

/** A call to AWS in whose middle the deploy is killed: it is done, and its answer finds nobody. */
const cuts: Record<string, (call: Call) => boolean> = {
  'the lock is taken': ({ service, operation }) => service === 'dynamodb' && operation === 'PutItem',
  'the artifact is stored': ({ service, method }) => service === 's3' && method === 'PUT',
  'code is updated': ({ method, path }) => method === 'PUT' && path.endsWith('test-sample-three/code'),
  'a version is published': ({ method, path }) =>
    method === 'POST' && path.endsWith('test-sample-four/versions'),
  'the first alias moves': ({ method, path }) => method === 'PUT' && path.endsWith('/aliases/current'),
  'the last alias moves': ({ method, path }) =>
    method === 'PUT' && path.endsWith('test-sample-six/aliases/current'),
  'the log is closed': ({ service, operation }) => service === 'dynamodb' && operation === 'UpdateItem',
};

describe('deploy, killed with -9', function () {
  this.timeout(120_000);
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());

  for (const [when, isCut] of Object.entries(cuts)) {
    it(`converges when it is run again: killed while ${when}`, async () => {
      stage.repository.commit({ 'src/index.js': answering(when) });
      const { child, cut } = startDeploy(isCut);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      assert.equal(signal, 'SIGKILL');
      assert.equal(cut(), true);

      const { state } = await stage.deploy('main');
      assert.ok(state === 'released' || state === 'unchanged', state);
      assert.deepEqual(
        await stage.answers(),
        FUNCTIONS.map(() => when),
      );
      const releases = await listReleases(
        { dynamodb: stage.connection.dynamodb, table: 'operations' },
        'test',
      );
      assert.deepEqual(
        releases.filter((release) => release.state === 'started'),
        [],
      );
      assert.deepEqual(readdirSync(join(stage.cache, 'work')), []);
    });
  }

  /** Deploys in a process of its own, which is killed when the stage gets the call. */
  function startDeploy(isCut: (call: Call) => boolean): { child: ChildProcess; cut: () => boolean } {
    const file = join(stage.repository.folder, 'superbowleto.yml');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file, 'main', stage.cache], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let done = false;
    stage.faults = (call) => {
      if (done || !isCut(call)) return undefined;
      done = true;
      child.kill('SIGKILL');
      return undefined;
    };
    return { child, cut: () => done };
  }
});
