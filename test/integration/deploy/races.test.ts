import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { deploy } from '../../../src/deploy/index.js';
import type { Call } from '../../../src/local/index.js';
import { findLockHolder } from '../../../src/operations/index.js';
import { currentUser } from '../../../src/process.js';
import { connect, selectEnvironment } from '../../../src/project/index.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { type DeployProcess, type Ended, startDeployProcess } from '../../support/deploy-process.js';
import {
  ACCESS_DENIED,
  type DeployStage,
  isAliasMove,
  startDeployStage,
} from '../../support/deploy-stage.js';
import { ShortSleepClock } from '../../support/short-sleep-clock.js';
import { until } from '../../support/until.js';

const THREE = ['one', 'two', 'three'];
/** A clock after the end of every lease that was taken now. */
const LATER = new ShortSleepClock(60_000);

const isCodeUpdate = ({ method, path }: Call) => method === 'PUT' && path.endsWith('/code');
const isPublication = ({ method, path }: Call) => method === 'POST' && path.endsWith('/versions');
const isFirstMove = (call: Call) => isAliasMove(call);
const isClosing = ({ operation }: Call) => operation === 'UpdateItem';

describe('several processes that run sbw deploy', function () {
  this.timeout(120_000);
  let stage: DeployStage;
  let commands: BundledCommands;
  const running: DeployProcess[] = [];

  before(async () => {
    stage = await startDeployStage({ functions: THREE, smoke: false });
    commands = await bundleCommands('deploy');
    stage.commitAnswer();
    await stage.deploy('main');
  });
  after(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    commands?.remove();
    await stage?.remove();
  });
  afterEach(() => {
    stage.faults = () => undefined;
  });

  function start(): DeployProcess {
    const process = startDeployProcess(stage, commands, 'main');
    running.push(process);
    return process;
  }

  /** Starts a deploy, and sends it a signal when it makes the call. */
  async function startAndSignal(
    signal: NodeJS.Signals,
    isMoment: (call: Call) => boolean,
  ): Promise<DeployProcess> {
    let sent = false;
    const process = start();
    stage.faults = (call) => {
      if (sent || !isMoment(call)) return undefined;
      sent = true;
      process.child.kill(signal);
      return undefined;
    };
    await until('the signal is sent', () => sent || process.child.exitCode !== null, 60_000);
    assert.ok(sent);
    return process;
  }

  async function resume({ child, ended }: DeployProcess): Promise<Ended> {
    stage.faults = () => undefined;
    child.kill('SIGCONT');
    return await ended;
  }

  const holder = () => findLockHolder(stage.table, { environment: 'test', operation: 'deploy' });
  const assertAllAnswer = async (text: string) =>
    assert.deepEqual(
      await stage.answers(),
      THREE.map(() => text),
    );

  async function assertNewest(id: string): Promise<void> {
    const [newest] = await stage.releases(1);
    assert.deepEqual([newest?.id, newest?.state], [id, 'released']);
  }

  /** Returns the project with a build that creates `<file>.reached` and then waits for `file`. */
  async function projectWaitingFor(file: string) {
    const project = await stage.project();
    const command = `touch ${file}.reached && until [ -e ${file} ]; do sleep 0.05; done; mkdir -p out && cp src/*.js out/`;
    return { ...project, build: { ...project.build, command } };
  }

  it('lets one of ten deploy that start together, and names it to the others', async () => {
    const text = stage.commitAnswer();
    const first = await startAndSignal('SIGSTOP', isCodeUpdate);
    const others = await Promise.allSettled(Array.from({ length: 9 }, () => stage.deploy('main')));
    const second = await start().ended;
    const { code, stderr } = await resume(first);
    assert.equal(code, 0, stderr);
    await assertAllAnswer(text);

    const [newest] = await stage.releases(1);
    const since = newest?.startedAt.slice(0, 10);
    const what = `main (commit ${newest?.commit.slice(0, 12)})`;
    const words = `A deploy of test is under way: ${what}, by ${currentUser()} on ${hostname()} (process ${first.child.pid}), since ${since}`;
    for (const other of others) {
      assert.ok(other.status === 'rejected');
      assert.equal(other.reason.code, 'LOCK_HELD');
      assert.ok(other.reason.message.startsWith(words), other.reason.message);
    }
    assert.equal(second.code, 4);
    assert.ok(second.stderr.includes(`Error: ${words}`), second.stderr);
  });

  it('releases once when ten deploys run at the same time', async () => {
    const text = stage.commitAnswer();
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const connections = Array.from({ length: 10 }, () => connect(environment));
    const ended = await Promise.allSettled(
      connections.map((clients) =>
        deploy({ project, environment, ref: 'main', clients, cache: stage.cache, who: 'tester' }),
      ),
    );
    for (const connection of connections) connection.close();
    const states = ended.map((one) => (one.status === 'fulfilled' ? one.value.state : one.reason.code));
    assert.equal(states.filter((state) => state === 'released').length, 1, states.join());
    assert.ok(
      states.every((state) => ['released', 'unchanged', 'LOCK_HELD'].includes(state)),
      states.join(),
    );
    await assertAllAnswer(text);
  });

  // In fencing.test.ts a deploy stalls at other calls, without heartbeats.
  it('changes nothing in a process that was stopped at its first move, after another one finished', async () => {
    stage.commitAnswer();
    const stopped = await startAndSignal('SIGSTOP', isFirstMove);
    const text = stage.commitAnswer();
    const { release } = await stage.deploy('main', { clock: LATER });
    const { code, stderr } = await resume(stopped);
    await assertAllAnswer(text);
    await assertNewest(release);
    assert.equal(code, 1, stderr);
    assert.equal(await holder(), undefined);
  });

  for (const [moment, isMoment, codes] of [
    ['as it updated code', isCodeUpdate, [1]],
    // Some of its moves may have reached Lambda before the signal reached the process: all, none, or one of them.
    ['at its first move', isFirstMove, [0, 1, 3]],
  ] as const) {
    it(`moves no alias in a process that was stopped ${moment}, while another one has the lock`, async () => {
      stage.commitAnswer();
      const stopped = await startAndSignal('SIGSTOP', isMoment);
      const before = await stage.versions();
      const text = stage.commitAnswer();
      const gate = join(stage.cache, `gate for ${text}`.replaceAll(' ', '-'));
      const building = stage.deploy('main', { clock: LATER, project: await projectWaitingFor(gate) });
      building.catch(() => {});
      await until('the other one builds', () => existsSync(`${gate}.reached`));
      const { code, stderr } = await resume(stopped);
      const after = await stage.versions();
      writeFileSync(gate, '');
      assert.deepEqual(after, before);
      assert.ok((codes as readonly unknown[]).includes(code), `${code}: ${stderr}`);
      const { state, release } = await building;
      assert.equal(state, 'released');
      await assertAllAnswer(text);
      await assertNewest(release);
    });
  }

  it('moves no alias back in a process that was stopped before it did, after another one finished', async () => {
    stage.commitAnswer();
    let moves = 0;
    const stopped = start();
    stage.faults = (call) => {
      if (!isAliasMove(call)) return undefined;
      if (isAliasMove(call, 'three')) return ACCESS_DENIED;
      moves += 1;
      // Two aliases are moved, so that the third move is the first one back.
      if (moves !== 3) return undefined;
      stopped.child.kill('SIGSTOP');
      return { type: 'reset' };
    };
    await until('it is stopped', () => moves >= 3 || stopped.child.exitCode !== null, 60_000);
    assert.ok(moves >= 3);
    stage.faults = () => undefined;
    const text = stage.commitAnswer();
    const { release } = await stage.deploy('main', { clock: LATER });
    const { code, stderr } = await resume(stopped);
    assert.equal(code, 1, stderr);
    await assertAllAnswer(text);
    await assertNewest(release);
  });

  const moments: Record<string, (call: Call) => boolean> = {
    'it takes the lock': ({ operation }) => operation === 'PutItem',
    'it stores the artifact': ({ service, method }) => service === 's3' && method === 'PUT',
    'it updates code': isCodeUpdate,
    'it publishes a version': isPublication,
    'it moves the first alias': isFirstMove,
    'it closes the log': isClosing,
  };
  for (const [index, [moment, isMoment]] of Object.entries(moments).entries()) {
    const [signal, code] = index % 2 === 0 ? (['SIGINT', 130] as const) : (['SIGTERM', 143] as const);
    it(`exits with ${code}, having released everything or nothing, on ${signal} as ${moment}`, async () => {
      const before = await stage.answers();
      const text = stage.commitAnswer();
      const { ended } = await startAndSignal(signal, isMoment);
      const { code: exitCode, stderr } = await ended;
      const after = await stage.answers();
      const done = after.every((answer) => answer === text);
      if (!done) assert.deepEqual(after, before);
      assert.ok(exitCode === code || (done && exitCode === 0), `${exitCode}: ${stderr}`);
      assert.equal(await holder(), undefined);
      const head = stage.repository.git('rev-parse', 'HEAD');
      const log = await stage.releases();
      const release = log.find(({ commit }) => commit === head);
      if (done) assert.equal(release?.state, 'released');
      else assert.ok(release?.state === 'interrupted' || moment === 'it takes the lock', release?.state);
      assert.ok(log.every(({ state }) => state !== 'started'));
    });
  }
});
