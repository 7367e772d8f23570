import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import Deploy from '../../../src/commands/deploy/index.js';
import type { Call, Fault } from '../../../src/local/index.js';
import { withLock } from '../../../src/operations/index.js';
import { type Running, start as startProcess } from '../../functional/support/run.js';
import { type BundledCommands, bundleCommands } from '../../support/bundle-commands.js';
import { answering, type DeployStage, startDeployStage } from '../../support/deploy-stage.js';
import { type CommandOutcome, runCommand } from '../../support/run-command.js';
import { until } from '../../support/until.js';

const functions = ['one', 'two'];

/** `sbw deploy` as a person types it: its exit code and its output. */
describe('sbw deploy', function () {
  this.timeout(60_000);
  let place: DeployStage;
  let bundle: BundledCommands;
  let next = 0;

  before(async () => {
    place = await startDeployStage({ functions });
    bundle = await bundleCommands('deploy');
  });
  after(async () => {
    bundle?.remove();
    await place?.remove();
  });
  afterEach(() => {
    place.faults = () => undefined;
  });

  const flags = ['--env', 'test', '--ref', 'main'];
  const options = () => ({ cwd: place.repository.folder, env: { SBW_CACHE: place.cache } });
  function sbw(): Promise<CommandOutcome> {
    return runCommand(Deploy, flags, options());
  }
  /** Starts the command in a process of its own, which gets signals. */
  function start(...args: string[]): Running {
    return startProcess(process.execPath, [bundle.entry, 'deploy', 'index', ...flags, ...args], options());
  }
  function commit(): string {
    next += 1;
    return place.repository.commit({ 'src/index.js': answering(`answer ${next}`) });
  }
  const moves = (name: string, fault: (count: number) => Fault | undefined) => {
    let count = 0;
    return ({ method, path }: Call) => {
      if (method !== 'PUT' || !path.endsWith(`test-sample-${name}/aliases/current`)) return undefined;
      count += 1;
      return fault(count);
    };
  };
  const refuse = { type: 'error', code: 'AccessDeniedException', status: 403 } as const;
  const lock = () => ({
    dynamodb: place.connection.dynamodb,
    table: 'operations',
    environment: 'test',
    operation: 'deploy' as const,
    holder: 'ana',
    what: 'v1.4.0 (commit 4f0c)',
  });

  it('ends with 0 when the release is in service, also when it was before', async () => {
    const sha = commit();
    const [first, second] = [await sbw(), await sbw()];
    assert.deepEqual([first.code, second.code], [0, 0]);
    assert.deepEqual(
      [first, second].map(({ stdout }) => stdout.trim().split('\n').at(-1)),
      [
        `main (commit ${sha}) is in service in test: 2 updated.`,
        `main (commit ${sha}) was in service in test already; nothing was changed.`,
      ],
    );
    assert.deepEqual(await place.answers(), ['answer 1', 'answer 1']);
  });

  it('ends with 1 when it failed and changed nothing', async () => {
    commit();
    place.faults = moves('two', () => refuse);
    const { code, stdout } = await sbw();
    assert.equal(code, 1);
    assert.match(stdout, /^one {2}reverted {2}2\ntwo {2}failed {4}2 {2}AccessDeniedException: /);
    assert.match(stdout, /\nEvery function of test serves what it served before\.\n$/);
  });

  it('ends with 3 when some functions are new and some old, and names the commands that repair it', async () => {
    const sha = commit();
    const [one, two] = [
      moves('one', (count) => (count === 1 ? undefined : refuse)),
      moves('two', () => refuse),
    ];
    place.faults = (call) => one(call) ?? two(call);
    const { code, stdout } = await sbw();
    assert.equal(code, 3);
    assert.equal(
      stdout.split('\n\n')[1],
      `Some functions of test are new and some old.\nTo finish it: sbw deploy --env test --ref ${sha}\nTo take it back: sbw rollback --env test\n`,
    );
  });

  it('ends with 4 while another deploy runs, and says who runs it, where, since when and what', async () => {
    await withLock(lock(), async () => {
      const { code, stderr } = await sbw();
      assert.equal(code, 4);
      const holder = `by ana on ${hostname()} (process ${process.pid})`;
      assert.match(
        stderr.trim().split('\n').at(-1) ?? '',
        new RegExp(
          `^Error: A deploy of test is under way: v1\\.4\\.0 \\(commit 4f0c\\), ${holder.replace(/[()]/g, '\\$&')}, since \\S+Z\\. Wait until it has ended; `,
        ),
      );
    });
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends with ${code} at ${signal} while it waits or updates functions, and moves no alias`, async () => {
      commit();
      const before = await place.versions();
      await withLock(lock(), async () => {
        const waiting = start('--wait');
        await until('it waits', () => waiting.output().stderr.includes('Waiting, 30 m at most: A deploy of'));
        waiting.child.kill(signal);
        assert.equal((await waiting.ended).code, code);
      });
      const updating = start('--wait=1m');
      // Only once: a second signal would end the process at once.
      let sent = false;
      place.faults = ({ method, path }) => {
        if (!sent && method === 'PUT' && path.endsWith('/code')) sent = updating.child.kill(signal);
        return undefined;
      };
      const { code: ended, stderr } = await updating.ended;
      assert.equal(ended, code);
      assert.match(stderr, /Interrupted: every function serves what it served before\n/);
      assert.deepEqual(await place.versions(), before);
    });
  }
});
