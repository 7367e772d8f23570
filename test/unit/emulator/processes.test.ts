import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftoverGroups, ProcessGroups } from '../../../src/emulator/process-groups.js';
import { commandLine, endProcess, signalProcess, within } from '../../../src/emulator/processes.js';
import { until } from '../../support/until.js';

const children: ChildProcess[] = [];

/** Starts a process in a process group of its own, and waits until it runs. `prefix`: shell commands before it. */
async function start(prefix = ''): Promise<{ pid: number; ended: Promise<unknown[]> }> {
  const child = spawn('sh', ['-c', `${prefix} echo runs; exec sleep 1000`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, ended };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The pid of a process that has ended. */
async function endedPid(): Promise<number> {
  const { pid, ended } = await start();
  process.kill(pid, 'SIGKILL');
  await ended;
  return pid;
}

describe('commandLine', () => {
  it('is the program with its arguments', async () => {
    const { pid } = await start();
    await until('the shell has become sleep', () => commandLine(pid).startsWith('sleep 1000'));
  });

  it('is empty for a process that has ended', async () => assert.equal(commandLine(await endedPid()), ''));
});

describe('signalProcess', () => {
  it('signals a process, and a group by its negative id', async () => {
    for (const sign of [1, -1]) {
      const { pid, ended } = await start();
      assert.equal(signalProcess(sign * pid, 'SIGTERM'), true);
      assert.deepEqual(await ended, [null, 'SIGTERM']);
    }
  });

  it('is false for a process that has ended, and throws any other error', async () => {
    assert.equal(signalProcess(await endedPid(), 'SIGTERM'), false);
    assert.throws(() => signalProcess(process.pid, 'SIGNONE' as NodeJS.Signals), {
      code: 'ERR_UNKNOWN_SIGNAL',
    });
  });
});

describe('within', () => {
  it('waits until a condition is true', async () => {
    let count = 0;
    assert.equal(await within(60_000, () => ++count === 3), true);
    assert.equal(count, 3);
  });

  it('is false for a condition that stays false', async () =>
    assert.equal(await within(1, () => false), false));
});

describe('endProcess', () => {
  it('sends one signal to a process that it ends', async () => {
    const { pid, ended } = await start();
    await endProcess(pid, [
      ['SIGTERM', 60_000],
      ['SIGKILL', 60_000],
    ]);
    assert.deepEqual(await ended, [null, 'SIGTERM']);
  });

  it('sends the next signal to a process that ignores the first', async () => {
    const { pid, ended } = await start("trap '' TERM;");
    await endProcess(pid, [
      ['SIGTERM', 1],
      ['SIGKILL', 60_000],
    ]);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
  });

  it('does nothing for a process that has ended', async () =>
    endProcess(await endedPid(), [['SIGKILL', 60_000]]));
});

describe('ProcessGroups', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'process-groups-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const recorded = () => JSON.parse(readFileSync(join(directory, 'processes.json'), 'utf8'));

  it('lets the next start kill the groups that still run, frozen ones too', async () => {
    const groups = new ProcessGroups(directory);
    const [running, frozen, removed] = await Promise.all([start(), start(), start()]);
    for (const { pid } of [running, frozen, removed]) groups.add(pid);
    process.kill(frozen.pid, 'SIGSTOP');
    groups.remove(removed.pid);
    groups.remove(removed.pid);
    assert.equal(await endLeftoverGroups(directory), 2);
    assert.deepEqual(await running.ended, [null, 'SIGKILL']);
    assert.deepEqual(await frozen.ended, [null, 'SIGKILL']);
    assert.equal(signalProcess(removed.pid, 'SIGKILL'), true);
    assert.deepEqual(recorded(), []);
  });

  it('kills a group once', async () => {
    const groups = new ProcessGroups(directory);
    const { pid, ended } = await start();
    groups.add(pid);
    await endLeftoverGroups(directory);
    await ended;
    assert.equal(await endLeftoverGroups(directory), 0);
  });

  it('records nothing for a process that has ended', async () => {
    const groups = new ProcessGroups(directory);
    groups.add(await endedPid());
    assert.equal(await endLeftoverGroups(directory), 0);
  });

  it('spares a process that has the pid of an earlier one', async () => {
    const { pid } = await start();
    writeFileSync(join(directory, 'processes.json'), JSON.stringify([{ pid, processStart: 'another time' }]));
    assert.equal(await endLeftoverGroups(directory), 0);
    assert.equal(signalProcess(pid, 'SIGKILL'), true);
  });

  it('finds nothing before the first start', async () => assert.equal(await endLeftoverGroups(directory), 0));
});
