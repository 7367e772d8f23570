import assert from 'node:assert/strict';
import { Api } from './support/api.js';
import { OwnerQueue } from './support/aws.js';
import { commitAnswer, notFoundText } from './support/commit-answer.js';
import { cut } from './support/cut.js';
import { currentPassword, logsIn } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';

/** Returns a random line. The title of the test names it, so that a failure can be repeated. */
function randomLine(last: number): number {
  return 1 + Math.floor(Math.random() * last);
}

describe('a command killed with -9 and run again', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let api: Api;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
  });

  const deployLine = randomLine(12);
  it(`a deploy that is killed at line ${deployLine} leaves the old or the new version live, and can run again`, async () => {
    const text = `cut at ${deployLine} ${Date.now()}`;
    await commitAnswer(machine, 'cut', text);
    const before = await notFoundText(api);
    const killed = await cut(machine, deployLine, 'deploy', '--env', 'local', '--ref', 'cut');
    const after = await notFoundText(api);
    assert.ok(after === text || (killed && after === before), `${after} is neither old nor new`);
    const { code, stderr } = await machine.sbw('deploy', '--env', 'local', '--ref', 'cut');
    assert.equal(code, 0, stderr);
    assert.equal(await notFoundText(api), text);
  });

  const rotationLine = randomLine(8);
  it(`a rotation that is killed at line ${rotationLine} loses no password, and can run again`, async () => {
    const owner = await OwnerQueue.create(machine, 'owner-cuts');
    await cut(machine, rotationLine, 'rotate-password', 'local');
    assert.equal((await api.create({ queue_url: owner.url })).status, 201);
    const { code, stderr } = await machine.sbw('rotate-password', 'local');
    assert.equal(code, 0, stderr);
    assert.equal(await logsIn(machine, await currentPassword(machine)), true);
    assert.equal((await api.create({ queue_url: owner.url })).status, 201);
    owner.close();
  });
});
