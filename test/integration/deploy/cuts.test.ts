import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../../src/local/index.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';

const program = fileURLToPath(new URL('../../support/deploy-once.ts', import.meta.url));

/** Calls during which the deploy is killed: AWS carries them out, but the deploy never gets the answer. */
const calls: Record<string, (call: Call) => boolean> = {
  'it takes the lock': ({ service, operation }) => service === 'dynamodb' && operation === 'PutItem',
  'it stores the artifact': ({ service, method }) => service === 's3' && method === 'PUT',
  'it updates code': ({ method, path }) => method === 'PUT' && path.endsWith('test-sample-three/code'),
  'it publishes a version': ({ method, path }) =>
    method === 'POST' && path.endsWith('test-sample-four/versions'),
  'it moves the first alias': ({ method, path }) => method === 'PUT' && path.endsWith('/aliases/current'),
  'it moves the last alias': ({ method, path }) =>
    method === 'PUT' && path.endsWith('test-sample-six/aliases/current'),
  'it closes the log': ({ service, operation }) => service === 'dynamodb' && operation === 'UpdateItem',
};

describe('deploy, killed with -9', function () {
  this.timeout(120_000);
  let stage: DeployStage;

  before(async () => {
    stage = await startDeployStage();
  });
  after(() => stage?.remove());

  for (const [when, isMoment] of Object.entries(calls)) {
    it(`completes when it is run again, after it was killed as ${when}`, async () => {
      stage.repository.commit({ 'src/index.js': answering(when) });
      const { child, wasKilled } = startDeploy(isMoment);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      assert.equal(signal, 'SIGKILL');
      assert.equal(wasKilled(), true);

      const { state } = await stage.deploy('main');
      assert.ok(state === 'released' || state === 'unchanged', state);
      assert.deepEqual(
        await stage.answers(),
        FUNCTIONS.map(() => when),
      );
      assert.deepEqual(
        (await stage.releases()).filter((release) => release.state === 'started'),
        [],
      );
      assert.deepEqual(readdirSync(join(stage.cache, 'work')), []);
    });
  }

  /** Starts a process that deploys, and kills it when the stage gets the call. */
  function startDeploy(isMoment: (call: Call) => boolean): {
    child: ChildProcess;
    wasKilled: () => boolean;
  } {
    const file = join(stage.repository.folder, 'superbowleto.yml');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file, 'main', stage.cache], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let done = false;
    stage.faults = (call) => {
      if (done || !isMoment(call)) return undefined;
      done = true;
      child.kill('SIGKILL');
      return undefined;
    };
    return { child, wasKilled: () => done };
  }
});
