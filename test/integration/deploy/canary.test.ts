import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetAliasCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { readStatus, rollback } from '../../../src/deploy/index.js';
import { examine } from '../../../src/doctor/index.js';
import { selectEnvironment } from '../../../src/project/index.js';
import { answering, type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { until } from '../../support/until.js';

const functions = ['one', 'two'];
const program = fileURLToPath(new URL('../../support/deploy-once.ts', import.meta.url));
const canary = { percent: 50, milliseconds: 60_000 };

/** The calls are real, and so are their metrics. */
describe('deploy with a canary', function () {
  this.timeout(120_000);
  let stage: DeployStage;
  let next = 0;

  before(async () => {
    stage = await startDeployStage({ functions });
    stage.repository.commit({ 'src/index.js': answering('oldest') });
    await stage.deploy('main');
    commit(answering);
    await stage.deploy('main');
  });
  after(() => stage?.remove());

  function commit(source: (text: string) => string): string {
    next += 1;
    stage.repository.commit({ 'src/index.js': source(`answer ${next}`) });
    return `answer ${next}`;
  }
  const call = async (name: string): Promise<unknown> => {
    const command = new InvokeCommand({ FunctionName: `test-sample-${name}`, Qualifier: 'current' });
    const { FunctionError, Payload } = await stage.connection.lambda.send(command);
    return FunctionError ?? JSON.parse(Payload?.transformToString() ?? 'null');
  };
  const alias = (name: string) =>
    stage.connection.lambda.send(
      new GetAliasCommand({ FunctionName: `test-sample-${name}`, Name: 'current' }),
    );
  const isShared = () => stage.reported.some((line) => line.startsWith('Every new version takes'));
  const options = async () => {
    const project = await stage.project();
    return { project, environment: selectEnvironment(project), clients: stage.connection };
  };

  it('sends the new version its share of the calls, and then all of them', async () => {
    const before = `answer ${next}`;
    const after = commit(answering);
    const seen = new Set<unknown>();
    const deploying = stage.deploy('main', { canary: { percent: 50, milliseconds: 4_000 } });
    await until('the calls are shared', isShared);
    await until('both versions answer', async () => seen.add(await call('one')).size === 2);
    const { state } = await deploying;
    assert.deepEqual([...seen].sort(), [before, after].sort());
    assert.equal(state, 'released');
    assert.match(stage.reported.find((line) => line.includes('may have them all')) ?? '', /taken \d+ calls/);
    assert.deepEqual(await stage.answers(), [after, after]);
    assert.deepEqual((await alias('one')).RoutingConfig?.AdditionalVersionWeights ?? {}, {});
  });

  it('moves back when the new version fails, and says how often it failed', async () => {
    const before = await stage.versions();
    // It passes the smoke test, and fails every other call.
    commit(() => 'exports.handler = async ({ smoke }) => { if (!smoke) throw new Error("broken"); };\n');
    const deploying = stage.deploy('main', { canary: { percent: 50, milliseconds: 20_000 } });
    let isOver = false;
    void deploying.finally(() => {
      isOver = true;
    });
    await until('the calls are shared', isShared);
    await until('it is over', async () => (await call('two')) === 'never' || isOver);
    const { state, functions } = await deploying;
    assert.equal(state, 'reverted');
    assert.deepEqual(
      functions.map(({ name, status, version }) => [name, status, version]),
      [
        ['one', 'reverted', before[0]],
        ['two', 'failed', before[1]],
      ],
    );
    assert.match(
      functions[1]?.reason ?? '',
      /^version \d+ failed (\d+) of \1 calls, the version before 0 of \d+$/,
    );
    assert.deepEqual(await stage.versions(), before);
    assert.deepEqual((await alias('two')).RoutingConfig?.AdditionalVersionWeights ?? {}, {});
  });

  const fixByDoctor = async () => {
    const { checks } = await examine({ ...(await options()), connection: stage.connection });
    return checks.find(({ check }) => check === 'versions')?.findings.at(-1)?.fix;
  };

  it('moves back when it is interrupted, and sbw doctor says to wait until then', async () => {
    const before = await stage.versions();
    commit(answering);
    const interruption = new AbortController();
    const deploying = stage.deploy('main', { canary, signal: interruption.signal });
    await until('the calls are shared', isShared);
    const fix = 'sbw deploy --env test --ref <git ref>, or sbw rollback --env test';
    assert.equal(await fixByDoctor(), `wait until the deploy under way has ended; then, if need be, ${fix}`);
    interruption.abort(new Error('interrupted by the test'));
    await assert.rejects(deploying, { message: 'interrupted by the test' });
    assert.deepEqual(await stage.versions(), before);
    assert.deepEqual((await alias('one')).RoutingConfig?.AdditionalVersionWeights ?? {}, {});
  });

  it('moves back when CloudWatch cannot be read', async () => {
    const before = await stage.versions();
    commit(answering);
    stage.faults = ({ service }) =>
      service === 'monitoring' ? { type: 'error', code: 'AccessDeniedException', status: 403 } : undefined;
    const { state, functions } = await stage.deploy('main', {
      canary: { percent: 50, milliseconds: 1_000 },
    });
    stage.faults = () => undefined;
    assert.equal(state, 'failed');
    assert.match(functions[0]?.reason ?? '', /^the canary could not be watched: AccessDeniedException: /);
    assert.deepEqual(await stage.versions(), before);
  });

  for (const [way, end] of [
    ['the next deploy', () => stage.deploy('main').then(({ state }) => state)],
    ['a rollback', async () => (await rollback(await options())).state],
  ] as const) {
    it(`shows in the status after it was killed, until ${way} ends it`, async () => {
      const before = (await stage.answers())[0];
      const after = commit(answering);
      await killInCanary();
      const status = await readStatus(await options());
      assert.equal(status.agree, false);
      assert.deepEqual(
        status.functions.map(({ weights }) => Object.values(weights ?? {})),
        [[0.5], [0.5]],
      );
      assert.equal(await end(), 'released');
      const now = way === 'a rollback' ? before : after;
      assert.deepEqual(await stage.answers(), [now, now]);
      assert.equal((await readStatus(await options())).agree, true);
    });
  }

  async function killInCanary(): Promise<void> {
    const file = join(stage.repository.folder, 'superbowleto.yml');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file, 'main', stage.cache, '50'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    await until('the calls are shared', () => output.includes('Every new version takes 50 %'), 60_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
