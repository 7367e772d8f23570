import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/until.js';
import { Api } from './support/api.js';
import { OwnerQueue } from './support/aws.js';
import { currentPassword, logsIn } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { start } from './support/run.js';

/** Random, but told by the test's title, so that a failure can be repeated. */
function randomCuts(count: number, below: number): number[] {
  return Array.from({ length: count }, () => 1 + Math.floor(Math.random() * below));
}

describe('a command killed with -9 and run again', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let api: Api;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
  });

  /** Kills `sbw …` when it has printed its `line`-th line of progress; false when it ended before. */
  async function cut(line: number, ...args: string[]): Promise<boolean> {
    const running = start(process.execPath, ['bin/run.js', ...args], {
      cwd: machine.clone,
      env: machine.env,
    });
    let ended = false;
    running.ended.then(() => {
      ended = true;
    });
    const lines = () => running.output().stderr.split('\n').length - 1;
    await until(`line ${line} of sbw ${args.join(' ')}`, () => ended || lines() >= line, 60_000);
    running.child.kill('SIGKILL');
    return (await running.ended).signal === 'SIGKILL';
  }

  for (const line of randomCuts(3, 12)) {
    it(`a deploy cut at line ${line} leaves one whole version live, and converges`, async () => {
      const text = `cut at ${line} ${Date.now()}`;
      await commitAnswer(machine, text);
      const before = await notFoundText();
      const killed = await cut(line, 'deploy', '--env', 'local', '--ref', 'cut');
      const after = await notFoundText();
      assert.ok(after === text || (killed && after === before), `${after} is neither old nor new`);
      const { code, stderr } = await machine.sbw('deploy', '--env', 'local', '--ref', 'cut');
      assert.equal(code, 0, stderr);
      assert.equal(await notFoundText(), text);
    });
  }

  for (const line of randomCuts(4, 8)) {
    it(`a rotation cut at line ${line} loses no password, and converges`, async () => {
      const owner = await OwnerQueue.create(machine, 'owner-cuts');
      await cut(line, 'rotate-password', 'local');
      assert.equal((await api.create({ queue_url: owner.url })).status, 201);
      const { code, stderr } = await machine.sbw('rotate-password', 'local');
      assert.equal(code, 0, stderr);
      assert.equal(await logsIn(machine, await currentPassword(machine)), true);
      assert.equal((await api.create({ queue_url: owner.url })).status, 201);
      owner.close();
    });
  }

  async function notFoundText(): Promise<string | undefined> {
    return (await api.call('GET', '/boletos/bol_nothing')).body.errors?.[0]?.message;
  }
});

async function commitAnswer(machine: Newcomer, text: string): Promise<void> {
  await machine.git('checkout', '--quiet', '-B', 'cut', 'main');
  const found = await machine.git('grep', '-l', 'Boleto not found', '--', 'src/service');
  for (const name of found.trim().split('\n')) {
    const file = join(machine.clone, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Boleto not found', text));
  }
  await machine.git('commit', '--quiet', '-am', text);
  await machine.git('checkout', '--quiet', 'main');
}
