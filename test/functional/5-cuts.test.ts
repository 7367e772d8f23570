import assert from 'node:assert/strict';
import { Api } from './support/api.js';
import { OwnerQueue } from './support/aws.js';
import { commitAnswer, notFoundText } from './support/commit-answer.js';
import { cut } from './support/cut.js';
import { currentPassword, logsIn } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';

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

  for (const line of randomCuts(3, 12)) {
    it(`a deploy cut at line ${line} leaves one whole version live, and converges`, async () => {
      const text = `cut at ${line} ${Date.now()}`;
      await commitAnswer(machine, 'cut', text);
      const before = await notFoundText(api);
      const killed = await cut(machine, line, 'deploy', '--env', 'local', '--ref', 'cut');
      const after = await notFoundText(api);
      assert.ok(after === text || (killed && after === before), `${after} is neither old nor new`);
      const { code, stderr } = await machine.sbw('deploy', '--env', 'local', '--ref', 'cut');
      assert.equal(code, 0, stderr);
      assert.equal(await notFoundText(api), text);
    });
  }

  for (const line of randomCuts(4, 8)) {
    it(`a rotation cut at line ${line} loses no password, and converges`, async () => {
      const owner = await OwnerQueue.create(machine, 'owner-cuts');
      await cut(machine, line, 'rotate-password', 'local');
      assert.equal((await api.create({ queue_url: owner.url })).status, 201);
      const { code, stderr } = await machine.sbw('rotate-password', 'local');
      assert.equal(code, 0, stderr);
      assert.equal(await logsIn(machine, await currentPassword(machine)), true);
      assert.equal((await api.create({ queue_url: owner.url })).status, 201);
      owner.close();
    });
  }
});
