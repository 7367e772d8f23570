import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Call } from '../../../src/local/index.js';
import { findLockHolder } from '../../../src/operations/index.js';
import { AliasTraffic, type Answer } from '../../support/alias-traffic.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { startDeployProcess } from '../../support/deploy-process.js';
import { type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { SEVEN } from '../../support/fault-stage.js';
import { MoveWindow } from '../../support/move-window.js';

const kills = Number(process.env.SBW_DEPLOY_KILLS ?? 6);

interface Kill {
  readonly at: Moment;
  /** How many functions served the new version after the kill. */
  readonly moved: number;
  readonly window: MoveWindow;
}

/** Matches the calls of the traffic, and the deploy's own test calls. */
const isInvocation = ({ path }: Call) => path.endsWith('/invocations');

/** When to kill a deploy. Counting calls reaches every part of a deploy, on a busy machine too. */
interface Moment {
  /** How many calls the deploy has made; 0: right after its start. */
  readonly calls: number;
  /** Milliseconds after that call. */
  readonly after: number;
}

describe('sbw deploy, killed with -9 at random moments under traffic', function () {
  this.timeout(60_000 + kills * 30_000);
  let stage: DeployStage;
  let commands: BundledCommands;
  let traffic: AliasTraffic;
  let serving = '';

  before(async () => {
    stage = await startDeployStage({ functions: SEVEN });
    commands = await bundleCommands('deploy');
    const text = stage.commitAnswer();
    await stage.deploy('main');
    await assertAllAnswer(text);
    traffic = new AliasTraffic(stage, SEVEN);
  });
  after(async () => {
    await traffic?.stop();
    commands?.remove();
    await stage?.remove();
  });

  it('loses no call, mixes versions only while aliases move, and completes when it is run again', async () => {
    const deploy = await measureDeploy();
    const killed: Kill[] = [];
    for (let count = 0; count < kills; count += 1) {
      const calls = Math.floor(Math.random() * (deploy.calls + 1));
      const longest = calls === 0 ? deploy.beforeFirst : deploy.between;
      killed.push(await killAt({ calls, after: Math.random() * longest }));
    }
    assert.deepEqual(traffic.errors, []);
    if (process.env.SBW_DEPLOY_KILLS) process.stdout.write(`${summary(deploy.calls, killed)}\n`);
  });

  /**
   * Counts the calls of an undisturbed deploy. Measures the milliseconds before the first and the longest pause between
   * two.
   */
  async function measureDeploy() {
    const text = stage.commitAnswer();
    const times = [Date.now()];
    stage.faults = (call) => void (isInvocation(call) || times.push(Date.now()));
    const { code, stderr } = await startDeployProcess(stage, commands, 'main').ended;
    stage.faults = () => undefined;
    assert.equal(code, 0, stderr);
    await assertAllAnswer(text);
    const [beforeFirst = 0, ...pauses] = times.slice(1).map((time, index) => time - (times[index] ?? time));
    return { calls: pauses.length + 1, beforeFirst, between: Math.max(...pauses) };
  }

  async function killAt(at: Moment): Promise<Kill> {
    const old = serving;
    const text = stage.commitAnswer();
    const window = new MoveWindow();
    const from = Date.now();
    let calls = 0;
    let reach = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    stage.faults = (call) => {
      window.observe(call);
      if (!isInvocation(call)) calls += 1;
      if (calls === at.calls) reach();
      return undefined;
    };
    const { child, ended } = startDeployProcess(stage, commands, 'main');
    if (at.calls > 0) await Promise.race([reached, ended]);
    await delay(at.after);
    child.kill('SIGKILL');
    const { stdout, stderr } = await ended;
    assertNoSecret(stdout, stderr);
    const moved = (await stage.answers()).filter((answer) => answer === text).length;

    const { state } = await stage.deploy('main');
    const when = `killed ${at.after} ms after call ${at.calls}`;
    assert.ok(state === 'released' || state === 'unchanged', `${when}: ${state}`);
    await assertAllAnswer(text);
    // Calls that began before this round may answer what served before it.
    const answers = traffic.take().filter(({ began }) => began >= from);
    assert.ok(answers.length > 0, `${when}: no call was answered`);
    assertOneVersionOutside(answers, window, old, text);
    await assertClosed();
    return { at, moved, window };
  }

  async function assertAllAnswer(text: string): Promise<void> {
    assert.deepEqual(
      await stage.answers(),
      SEVEN.map(() => text),
    );
    serving = text;
  }

  /**
   * Checks that outside the window every call was answered by one version: before it by the old, after it by the new.
   */
  function assertOneVersionOutside(
    answers: readonly Answer[],
    window: MoveWindow,
    old: string,
    text: string,
  ): void {
    for (const answer of answers) {
      const expected = answer.ended < window.start ? [old] : answer.began > window.end ? [text] : [old, text];
      assert.ok(
        expected.includes(String(answer.text)),
        `${answer.name} answered ${answer.text} from ${answer.began} to ${answer.ended}, aliases moved from ${window.start} to ${window.end}`,
      );
    }
  }

  async function assertClosed(): Promise<void> {
    const releases = await stage.releases(5);
    assert.deepEqual(
      releases.filter(({ state }) => state === 'started'),
      [],
    );
    assert.equal(await findLockHolder(stage.table, { environment: 'test', operation: 'deploy' }), undefined);
    assertNoSecret(JSON.stringify(releases), stage.reported.join('\n'));
  }

  function assertNoSecret(...texts: string[]): void {
    const { accessKeyId, secretAccessKey } = stage.stage.credentials;
    for (const text of texts) {
      assert.ok(!text.includes(accessKeyId) && !text.includes(secretAccessKey), text);
    }
  }
});

function summary(calls: number, killed: readonly Kill[]): string {
  const between = killed.filter(({ moved }) => moved > 0 && moved < SEVEN.length).length;
  const windows = killed
    .filter(({ moved, window }) => (moved === 0 || moved === SEVEN.length) && Number.isFinite(window.end))
    .map(({ window: { start, end } }) => end - start)
    .sort((one, other) => one - other);
  return JSON.stringify({
    kills: killed.length,
    calls,
    keptOld: killed.filter(({ moved }) => moved === 0).length,
    keptNew: killed.filter(({ moved }) => moved === SEVEN.length).length,
    betweenAliases: between,
    windowMilliseconds: { median: windows[windows.length >> 1], longest: windows.at(-1) },
  });
}
