import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { deploy } from '../../../src/deploy/index.js';
import type { Call } from '../../../src/local/index.js';
import { findLockHolder, listReleases, type Release } from '../../../src/operations/index.js';
import { currentUser } from '../../../src/process.js';
import { connect, selectEnvironment } from '../../../src/project/index.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { type DeployProcess, type Ended, startDeployProcess } from '../../support/deploy-process.js';
import { answering, type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { ShortSleepClock } from '../../support/short-sleep-clock.js';
import { until } from '../../support/until.js';

const THREE = ['one', 'two', 'three'];
/** More than a lease. */
const LATER = new ShortSleepClock(60_000);

const isCodeUpdate = ({ method, path }: Call) => method === 'PUT' && path.endsWith('/code');
const isPublication = ({ method, path }: Call) => method === 'POST' && path.endsWith('/versions');
const isAliasMove = ({ method, path }: Call) => method === 'PUT' && path.endsWith('/aliases/current');
const isClosing = ({ operation }: Call) => operation === 'UpdateItem';

describe('sbw deploy, among others', function () {
  this.timeout(120_000);
  let place: DeployStage;
  let commands: BundledCommands;
  let next = 0;
  const running: DeployProcess[] = [];

  before(async () => {
    place = await startDeployStage({ functions: THREE, smoke: false });
    commands = await bundleCommands('deploy');
    commitAnswer();
    await place.deploy('main');
  });
  after(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    commands?.remove();
    await place?.remove();
  });
  afterEach(() => {
    place.faults = () => undefined;
  });

  function start(): DeployProcess {
    const process = startDeployProcess(place, commands, 'main');
    running.push(process);
    return process;
  }

  /** Starts a deploy that gets a signal when the stage sees the call. */
  async function signalled(
    signal: NodeJS.Signals,
    isMoment: (call: Call) => boolean,
  ): Promise<DeployProcess> {
    let seen = false;
    const process = start();
    place.faults = (call) => {
      if (seen || !isMoment(call)) return undefined;
      seen = true;
      process.child.kill(signal);
      return undefined;
    };
    await until('the moment has come', () => seen || process.child.exitCode !== null, 60_000);
    assert.ok(seen);
    return process;
  }

  const table = () => ({ dynamodb: place.connection.dynamodb, table: 'operations' });
  const holder = () => findLockHolder(table(), { environment: 'test', operation: 'deploy' });
  const log = (limit: number) => listReleases(table(), 'test', { limit });
  const everyAnswers = async (text: string) =>
    assert.deepEqual(
      await place.answers(),
      THREE.map(() => text),
    );

  /** Commits an answer of its own. */
  function commitAnswer(): string {
    next += 1;
    place.repository.commit({ 'src/index.js': answering(`answer ${next}`) });
    return `answer ${next}`;
  }

  it('is one of ten that began at once, and the others name it', async () => {
    const text = commitAnswer();
    const first = await signalled('SIGSTOP', isCodeUpdate);
    const others = await Promise.allSettled(Array.from({ length: 9 }, () => place.deploy('main')));
    const second = await start().ended;
    first.child.kill('SIGCONT');
    const { code, stderr } = await first.ended;
    assert.equal(code, 0, stderr);
    await everyAnswers(text);

    const since = (await log(1))[0]?.startedAt.slice(0, 10);
    const commit = (await log(1))[0]?.commit.slice(0, 12);
    const words = `A deploy of test is under way: main (commit ${commit}), by ${currentUser()} on ${hostname()} (process ${first.child.pid}), since ${since}`;
    for (const other of others) {
      assert.ok(other.status === 'rejected');
      assert.equal(other.reason.code, 'LOCK_HELD');
      assert.ok(other.reason.message.startsWith(words), other.reason.message);
    }
    assert.equal(second.code, 4);
    assert.ok(second.stderr.includes(`Error: ${words}`), second.stderr);
  });

  it('is the only one at a time of ten that each come when they come', async () => {
    const text = commitAnswer();
    const project = await place.project();
    const environment = selectEnvironment(project);
    const connections = Array.from({ length: 10 }, () => connect(environment));
    const ended = await Promise.allSettled(
      connections.map((clients) =>
        deploy({ project, environment, ref: 'main', clients, cache: place.cache, who: 'tester' }),
      ),
    );
    for (const connection of connections) connection.close();
    const states = ended.map((one) => (one.status === 'fulfilled' ? one.value.state : one.reason.code));
    assert.equal(states.filter((state) => state === 'released').length, 1, states.join());
    assert.ok(
      states.every((state) => ['released', 'unchanged', 'LOCK_HELD'].includes(state)),
      states.join(),
    );
    await everyAnswers(text);
  });

  const frozen: Record<string, (call: Call) => boolean> = {
    'it updates code': isCodeUpdate,
    'it publishes a version': isPublication,
    'it moves the first alias': isAliasMove,
    'it closes the log': isClosing,
  };
  for (const [moment, isMoment] of Object.entries(frozen)) {
    it(`changes nothing after it stood still while ${moment} and another took its place and finished`, async () => {
      commitAnswer();
      const sleeper = await signalled('SIGSTOP', isMoment);
      const text = commitAnswer();
      const { release } = await place.deploy('main', { clock: LATER });
      const { ended } = await woken(sleeper);
      await everyAnswers(text);
      await assertNewest(release, 'released');
      assert.ok(ended.code === 1 || (moment === 'it closes the log' && ended.code === 0), ended.stderr);
      assert.equal(await holder(), undefined);
    });
  }

  for (const [moment, isMoment] of Object.entries({
    'it updates code': isCodeUpdate,
    'it moves the first alias': isAliasMove,
  })) {
    it(`moves no alias after it stood still while ${moment} and another has just taken its place`, async () => {
      commitAnswer();
      const sleeper = await signalled('SIGSTOP', isMoment);
      const before = await place.versions();
      const text = commitAnswer();
      const gate = join(place.cache, `gate-${next}`);
      const building = place.deploy('main', { clock: LATER, project: await waitingFor(gate) });
      building.catch(() => {});
      await until('the other one builds', () => existsSync(`${gate}.reached`));
      await woken(sleeper);
      assert.deepEqual(await place.versions(), before);
      writeFileSync(gate, '');
      const { state, release } = await building;
      assert.equal(state, 'released');
      await everyAnswers(text);
      await assertNewest(release, 'released');
    });
  }

  it('moves no alias back after it stood still before it would have, and another took its place', async () => {
    commitAnswer();
    let moves = 0;
    const process = start();
    place.faults = (call) => {
      if (!isAliasMove(call)) return undefined;
      if (call.path.includes('three')) return { type: 'error', code: 'AccessDeniedException', status: 403 };
      moves += 1;
      // The third is the first that goes back.
      if (moves !== 3) return undefined;
      process.child.kill('SIGSTOP');
      return { type: 'reset' };
    };
    await until('it stands still', () => moves >= 3 || process.child.exitCode !== null, 60_000);
    place.faults = () => undefined;
    const text = commitAnswer();
    const { release } = await place.deploy('main', { clock: LATER });
    await woken(process);
    await everyAnswers(text);
    await assertNewest(release, 'released');
  });

  const moments: Record<string, (call: Call) => boolean> = {
    'it takes the lock': ({ operation }) => operation === 'PutItem',
    'the artifact is stored': ({ service, method }) => service === 's3' && method === 'PUT',
    'code is updated': isCodeUpdate,
    'a version is published': isPublication,
    'the first alias moves': isAliasMove,
    'the log is closed': isClosing,
  };
  for (const [index, [moment, isMoment]] of Object.entries(moments).entries()) {
    const [signal, code] = index % 2 === 0 ? (['SIGINT', 130] as const) : (['SIGTERM', 143] as const);
    it(`ends with ${code} and leaves all as it was, or is done, when it gets ${signal} while ${moment}`, async () => {
      const before = await place.answers();
      const text = commitAnswer();
      const { ended } = await signalled(signal, isMoment);
      const { code: exitCode, stderr } = await ended;
      const after = await place.answers();
      const done = after.every((answer) => answer === text);
      if (!done) assert.deepEqual(after, before);
      assert.ok(exitCode === code || (done && exitCode === 0), `${exitCode}: ${stderr}`);
      assert.equal(await holder(), undefined);
      const head = place.repository.git('rev-parse', 'HEAD');
      const release = (await log(20)).find(({ commit }) => commit === head);
      if (done) assert.equal(release?.state, 'released');
      else assert.ok(release?.state === 'interrupted' || moment === 'it takes the lock', release?.state);
      assert.ok((await log(20)).every(({ state }) => state !== 'started'));
    });
  }

  async function woken({ child, ended }: DeployProcess): Promise<{ ended: Ended }> {
    place.faults = () => undefined;
    child.kill('SIGCONT');
    return { ended: await ended };
  }

  async function assertNewest(id: string, state: Release['state']): Promise<void> {
    const [newest] = await log(1);
    assert.deepEqual([newest?.id, newest?.state], [id, state]);
  }

  /** The project, with a build that waits for a file, and tells when it does by another. */
  async function waitingFor(file: string) {
    const project = await place.project();
    const command = `touch ${file}.reached && until [ -e ${file} ]; do sleep 0.05; done; mkdir -p out && cp src/*.js out/`;
    return { ...project, build: { ...project.build, command } };
  }
});
