import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@oclif/core';
import Releases from '../../../src/commands/releases/index.js';
import Rollback from '../../../src/commands/rollback/index.js';
import Status from '../../../src/commands/status/index.js';
import Unlock from '../../../src/commands/unlock/index.js';
import { listReleases, withLock } from '../../../src/operations/index.js';
import { currentUser } from '../../../src/process.js';
import { answering, type DeployStage, FUNCTIONS, startDeployStage } from '../../support/deploy-stage.js';
import { runCommand } from '../../support/run-command.js';

const commands = { releases: Releases, rollback: Rollback, status: Status, unlock: Unlock };

describe('sbw releases, rollback, status and unlock', function () {
  this.timeout(60_000);
  let place: DeployStage;
  let guarded: string;
  const commits: string[] = [];

  before(async () => {
    place = await startDeployStage();
    const file = join(place.repository.folder, 'superbowleto.yml');
    guarded = join(place.stage.home, 'protected.yml');
    const text = readFileSync(file, 'utf8').replace(
      'default_environment: test',
      'default_environment: other',
    );
    const environment = text.slice(text.indexOf('  test:\n'));
    const other = environment.replace('  test:', '  other:');
    writeFileSync(guarded, `${text.replace('  test:\n', '  test:\n    protected: true\n')}${other}`);
  });
  after(async () => {
    await place?.remove();
  });

  /** Runs a command. Leaves out the last newline of what it prints. */
  async function sbw(name: keyof typeof commands, ...args: string[]) {
    const command: Command.Class = commands[name];
    const { code, stdout, stderr } = await runCommand(command, args, { cwd: place.repository.folder });
    return { code, stdout: stdout.replace(/\n$/, ''), stderr: stderr.replace(/\n$/, '') };
  }
  const table = () => ({ dynamodb: place.connection.dynamodb, table: 'operations' });
  const lock = () => ({ ...table(), environment: 'test', operation: 'deploy', holder: 'ana' }) as const;

  it('says that nothing was released yet', async () => {
    assert.deepEqual(await sbw('releases', '--env', 'test'), {
      code: 0,
      stdout: 'Nothing was released to test yet.',
      stderr: '',
    });
  });

  it('rolls back, and says how to undo it', async () => {
    for (const text of ['one', 'two']) {
      commits.push(place.repository.commit({ 'src/index.js': answering(text) }));
      await place.deploy('main');
    }
    const [second, first] = await listReleases(table(), 'test');
    const ids = [first, second].map((release) => release?.id.split(' ')[1]);
    const { code, stdout, stderr } = await sbw('rollback', '--env', 'test', '--why', 'too loud');
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      [
        ...FUNCTIONS.map((name) => `${name.padEnd(5)}  updated  2`),
        `test is back at main (commit ${commits[0]}), release ${ids[0]}. To undo it: sbw rollback --env test --to ${ids[1]}`,
      ].join('\n'),
    );
    const [told = ''] = stderr.split('\n');
    assert.match(told, /^ +\d+\.\d s {2}Going back to main /);
    assert.ok(told.includes(`Going back to main (commit ${commits[0]}), release ${ids[0]} of `), stderr);
  });

  it('lists the releases, and marks the one in service', async () => {
    const log = await listReleases(table(), 'test');
    const { stdout } = await sbw('releases', '--env', 'test');
    const [header, ...lines] = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
    const id = (index: number) => log[index]?.id.split(' ')[1];
    const me = `${currentUser()}@${hostname()}`;
    assert.deepEqual(header, ['RELEASE', 'STATE', 'KIND', 'REF', 'COMMIT', 'WHO', 'WHEN']);
    const short = commits.map((commit) => commit.slice(0, 12));
    assert.deepEqual(lines, [
      ['*', id(0), 'released', `rollback to ${id(2)}`, 'main', short[0], me, log[0]?.startedAt],
      [id(1), 'released', 'deploy', 'main', short[1], `tester@${hostname()}`, log[1]?.startedAt],
      [id(2), 'released', 'deploy', 'main', short[0], `tester@${hostname()}`, log[2]?.startedAt],
    ]);
    const { stdout: json } = await sbw('releases', '--env', 'test', '--limit', '1', '--json');
    assert.deepEqual(JSON.parse(json), log.slice(0, 1));
    assert.equal(log[0]?.why, 'too loud');
    const { stdout: newest } = await sbw('releases', '--env', 'test', '--limit', '1');
    assert.ok(newest.includes(`rollback to ${id(2)} `), newest);
  });

  it('shows what every function serves, and who holds the lock', async () => {
    const [newest, , deployed] = await listReleases(table(), 'test');
    const row = `2        ${commits[0]?.slice(0, 12)}  ${newest?.finishedAt}`;
    await withLock(lock(), async () => {
      const { code, stdout } = await sbw('status', '--env', 'test');
      assert.equal(code, 0);
      const lines = stdout.split('\n');
      assert.deepEqual(
        lines.slice(1, 7),
        FUNCTIONS.map((name) => `${name.padEnd(8)}  ${row}`),
      );
      assert.equal(
        lines[7],
        `All 6 functions of test serve main (commit ${commits[0]}), release ${deployed?.id.split(' ')[1]}.`,
      );
      assert.match(
        lines[8] ?? '',
        new RegExp(`^Lock of deploy: held by ana on ${hostname()} \\(process ${process.pid}\\) since `),
      );
    });
  });

  it('asks for the name of a protected environment', async () => {
    const asked = await sbw('rollback', '--env', 'test', '--file', guarded);
    assert.equal(asked.code, 2);
    assert.equal(
      asked.stderr,
      'This puts every function of test back to the release before the one in service.\n' +
        'Error: Environment test is protected and there is no terminal to ask at. Pass --confirm test.',
    );
    const before = (await listReleases(table(), 'test')).length;
    assert.equal((await sbw('rollback', '--env', 'test', '--file', guarded, '--confirm', 'tset')).code, 2);
    assert.equal((await listReleases(table(), 'test')).length, before);
    assert.equal((await sbw('rollback', '--env', 'test', '--file', guarded, '--confirm', 'test')).code, 0);
  });

  it('ends with 1 and no change when an alias cannot be moved, and with 4 while a deploy runs', async () => {
    await place.deploy(commits[1] ?? '');
    place.faults = ({ method, path }) =>
      method === 'PUT' && path.endsWith('test-sample-two/aliases/current')
        ? { type: 'error', code: 'AccessDeniedException', status: 403 }
        : undefined;
    const { code, stdout } = await sbw('rollback', '--env', 'test', '--json');
    place.faults = () => undefined;
    assert.equal(code, 1);
    assert.equal((JSON.parse(stdout) as { state: string }).state, 'reverted');
    await withLock(lock(), async () => {
      assert.equal((await sbw('rollback', '--env', 'test')).code, 4);
    });
  });

  it('says that there is no lock to free', async () => {
    assert.deepEqual(await sbw('unlock', '--env', 'test'), {
      code: 0,
      stdout: 'Nobody holds the lock of test.',
      stderr: '',
    });
  });

  it('names the holder, asks, and frees the lock of a live process only with --force', async () => {
    await withLock(lock(), async () => {
      const asked = await sbw('unlock', '--env', 'test');
      assert.equal(asked.code, 2);
      assert.match(
        asked.stderr,
        /^Error: Lock of deploy: held by ana on \S+ \(process \d+\) since .* Pass --yes\.$/,
      );
      const refused = await sbw('unlock', '--env', 'test', '--yes');
      assert.equal(refused.code, 4);
      const forced = await sbw('unlock', '--env', 'test', '--yes', '--force');
      assert.equal(forced.code, 0);
      assert.match(forced.stdout, /^Freed the lock of deploy: held by ana on /);
    });
  });
});
