import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimRun, findRun, type RunRecord } from '../../../src/local/run-record.js';

describe('the lock on the stage', () => {
  let folder: string;
  const now = new Date('2026-01-02T03:04:05Z');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const record = (): RunRecord => {
    const [name = ''] = readdirSync(folder);
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as RunRecord;
  };

  it('shows other processes its holder and its endpoint', () => {
    const run = claimRun(folder, now, 'us-east-1');
    run.publish('http://127.0.0.1:4580');
    assert.equal(findRun(folder)?.state, 'starting');
    run.ready();
    const { pid, endpoint, since, state } = findRun(folder) ?? {};
    assert.deepEqual(
      { pid, endpoint, since, state },
      {
        pid: process.pid,
        endpoint: 'http://127.0.0.1:4580',
        since: '2026-01-02T03:04:05.000Z',
        state: 'running',
      },
    );
  });

  it('is refused with the endpoint while another process holds it', () => {
    claimRun(folder, now).publish('http://127.0.0.1:4580');
    assert.throws(() => claimRun(folder, now), {
      code: 'STAGE_RUNNING',
      message: `The local stage runs at http://127.0.0.1:4580 already, by process ${process.pid}. What it offers: sbw local status. To end it: sbw local stop`,
    });
  });

  it('is refused while another stage starts', () => {
    claimRun(folder, now);
    assert.throws(() => claimRun(folder, now), /is being started already, by process/);
  });

  it('is free after the end', () => {
    claimRun(folder, now).end();
    assert.equal(findRun(folder), undefined);
    claimRun(folder, now);
    assert.equal(findRun(folder)?.pid, process.pid);
  });

  it('is free when its process has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    claimRun(folder, now);
    writeFileSync(join(folder, 'run.1.json'), JSON.stringify({ ...record(), pid: child.pid }));
    await once(child, 'exit');
    assert.equal(findRun(folder), undefined);
  });

  it('is free when another process has its pid', () => {
    claimRun(folder, now);
    writeFileSync(join(folder, 'run.1.json'), JSON.stringify({ ...record(), processStart: 'another' }));
    assert.equal(findRun(folder), undefined);
    claimRun(folder, now);
  });

  it('goes to one of many processes that take it from an ended one at once', async () => {
    claimRun(folder, now);
    writeFileSync(join(folder, 'run.1.json'), JSON.stringify({ ...record(), processStart: 'another' }));
    const module = new URL('../../../src/local/run-record.ts', import.meta.url).href;
    // Each process waits until all have started, and runs until all have tried.
    const program = `
      const { claimRun } = await import(${JSON.stringify(module)});
      process.stdout.write('ready\\n');
      process.stdin.once('data', () => {
        try { claimRun(${JSON.stringify(folder)}, new Date()); process.stdout.write('won\\n'); }
        catch (error) { process.stdout.write(error.code + '\\n'); }
      });`;
    const racers = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]),
    );
    const line = async (racer: (typeof racers)[number]) =>
      String((await once(racer.stdout, 'data'))[0]).trim();
    assert.deepEqual(await Promise.all(racers.map(line)), ['ready', 'ready', 'ready', 'ready']);
    const answers = Promise.all(racers.map(line));
    for (const racer of racers) racer.stdin.write('go\n');
    assert.deepEqual((await answers).sort(), ['STAGE_RUNNING', 'STAGE_RUNNING', 'STAGE_RUNNING', 'won']);
    for (const racer of racers) racer.stdin.end();
    await Promise.all(racers.map((racer) => once(racer, 'exit')));
  });

  it('is in a file that only its owner can read', () => {
    claimRun(folder, now).publish('http://127.0.0.1:4580');
    assert.deepEqual(readdirSync(folder), ['run.1.json']);
    assert.equal(statSync(join(folder, 'run.1.json')).mode & 0o077, 0);
  });
});
