import assert from 'node:assert/strict';
import { join } from 'node:path';
import { until } from '../support/until.js';
import { type Newcomer, newcomer, type Status } from './support/newcomer.js';
import { processesNaming } from './support/processes.js';
import { type Running, run, runOrThrow, start } from './support/run.js';

describe('npm start', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    machine = await newcomer();
    // Another stage than the shared one.
    env = { ...machine.env, SBW_HOME: join(machine.folder, 'lifecycle') };
  });
  afterEach(async () => {
    await stop();
    await nothingLeft();
  });

  const home = () => env.SBW_HOME ?? '';
  const stop = () => run(process.execPath, ['bin/run.js', 'local', 'stop'], { cwd: machine.clone, env });
  /** PostgreSQL's folder may lie outside the home, so that it is recognized by its port. */
  let postgresPort: number | undefined;
  const postgres = () => (postgresPort === undefined ? [] : processesNaming(`\0-p\0${postgresPort}\0`));
  const processes = () => [...processesNaming(home()), ...postgres()];
  const nothingLeft = () => until('no process is left', () => processes().length === 0);

  async function started(): Promise<Running> {
    const running = start('npm', ['start'], { cwd: machine.clone, env });
    let ended = false;
    running.ended.then(() => {
      ended = true;
    });
    await until(
      'the curl line is printed',
      () => ended || /^\s*curl /m.test(running.output().stdout),
      60_000,
    );
    assert.equal(ended, false, running.output().stderr);
    postgresPort = (await status()).database.port;
    assert.equal(postgres().length, 1, 'PostgreSQL runs, and is recognized');
    return running;
  }

  async function status(): Promise<Status & { pid: number }> {
    const answer = await runOrThrow(process.execPath, ['bin/run.js', 'local', 'status', '--json'], {
      cwd: machine.clone,
      env,
    });
    return JSON.parse(answer) as Status & { pid: number };
  }

  it('prints a curl line that creates a boleto', async () => {
    const { output } = await started();
    const line = /^\s*(curl .*)$/m.exec(output().stdout)?.[1] ?? '';
    const boleto = JSON.parse(await runOrThrow('sh', ['-c', `${line} --silent`], { cwd: '/' })) as {
      object: string;
    };
    assert.equal(boleto.object, 'boleto');
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`ends on ${signal} and leaves no process`, async () => {
      const running = await started();
      // A terminal sends the signal to the whole foreground group: also to npm and its shell.
      process.kill(-(running.child.pid ?? 0), signal);
      await running.ended;
      await nothingLeft();
    });
  }

  it('prints the URL of the running stage if it is started a second time', async () => {
    await started();
    const { endpoint } = await status();
    const second = await run('npm', ['start'], { cwd: machine.clone, env });
    assert.equal(second.code, 0, second.stderr);
    assert.ok(second.stdout.includes(`The local stage runs already, at ${endpoint}, `), second.stdout);
  });

  it('finds the stage again after its parent was killed, and stops it', async () => {
    const running = await started();
    running.child.kill('SIGKILL');
    await until(
      'the parent is gone',
      () => running.child.exitCode !== null || running.child.signalCode !== null,
    );
    const again = await run('npm', ['start', '--', '--detach'], { cwd: machine.clone, env });
    assert.equal(again.code, 0, again.stderr);
    assert.equal((await status()).running, true);
    const stopped = await stop();
    assert.equal(stopped.code, 0, stopped.stderr);
    await nothingLeft();
  });

  it('cleans up after a stage that was killed with -9, and keeps its state', async () => {
    await started();
    const { pid, api } = await status();
    process.kill(pid, 'SIGKILL');
    await until('the stage is gone', () => !processes().some((found) => found.pid === pid));
    const orphans = processes().map((found) => found.pid);
    assert.ok(orphans.length > 0, 'PostgreSQL outlives the stage');
    await started();
    const left = processes().filter((found) => orphans.includes(found.pid));
    assert.deepEqual(left, []);
    assert.deepEqual((await status()).api, api);
  });
});
