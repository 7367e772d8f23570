import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollback } from '../../../src/deploy/index.js';
import type { Call } from '../../../src/local/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

const program = fileURLToPath(new URL('../../support/rollback-once.ts', import.meta.url));

let puts = 0;
/** Calls during which the rollback is killed: AWS carries them out, but the rollback never gets the answer. */
const calls: Record<string, (call: Call) => boolean> = {
  'it takes the lock': ({ service, operation }) => service === 'dynamodb' && operation === 'PutItem',
  'it opens the log': ({ service, operation }) => {
    if (service === 'dynamodb' && operation === 'PutItem') puts += 1;
    return puts === 2;
  },
  'it moves the first alias': ({ method, path }) => method === 'PUT' && path.endsWith('/aliases/current'),
  'it moves the fourth alias': ({ method, path }) =>
    method === 'PUT' && path.endsWith('test-sample-four/aliases/current'),
  'it moves the last alias': ({ method, path }) =>
    method === 'PUT' && path.endsWith('test-sample-six/aliases/current'),
  'it closes the log': ({ service, operation }) => service === 'dynamodb' && operation === 'UpdateItem',
  'it gives the lock back': ({ service, operation }) => service === 'dynamodb' && operation === 'DeleteItem',
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

  for (const [when, isMoment] of Object.entries(calls)) {
    it(`completes when it is run again, after it was killed as ${when}`, async () => {
      stage.faults = () => undefined;
      const before = stage.repository.commit({ 'src/index.js': answering(`before ${when}`) });
      await stage.deploy('main');
      stage.repository.commit({ 'src/index.js': answering(`bad ${when}`) });
      await stage.deploy('main');
      await killAt(isMoment);

      const project = await stage.project();
      const options = { project, environment: selectEnvironment(project), clients: stage.connection };
      const { state, commit } = await rollback({ ...options, who: 'bia' });
      assert.ok(state === 'released' || state === 'unchanged', state);
      assert.equal(commit, before);
      assert.deepEqual(
        await stage.answers(),
        FUNCTIONS.map(() => `before ${when}`),
      );
      const releases = await stage.releases(100);
      assert.ok(releases.every((release) => release.state !== 'started'));
      assert.equal(releases[0]?.who, 'bia');
    });
  }

  /** Starts a process that rolls back, and kills it when the stage gets the call. */
  async function killAt(isMoment: (call: Call) => boolean): Promise<void> {
    const file = join(stage.repository.folder, 'superbowleto.yml');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let done = false;
    stage.faults = (call) => {
      if (done || !isMoment(call)) return undefined;
      done = true;
      child.kill('SIGKILL');
      return undefined;
    };
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.deepEqual([signal, done], ['SIGKILL', true]);
  }
});
