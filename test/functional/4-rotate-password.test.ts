import assert from 'node:assert/strict';
import { until } from '../support/until.js';
import { Api } from './support/api.js';
import { OwnerQueue } from './support/aws.js';
import { currentPassword, logsIn } from './support/database.js';
import { type Newcomer, newcomer } from './support/newcomer.js';
import { Traffic } from './support/traffic.js';

describe('sbw rotate-password', function () {
  this.timeout(600_000);
  let machine: Newcomer;

  before(async () => {
    machine = await newcomer();
  });

  it('is not noticed by eight clients, twice; the old password is dead and the new one in credstash', async () => {
    const owner = await OwnerQueue.create(machine, 'owner-rotation');
    const traffic = new Traffic(await Api.of(machine), owner.url, 8);
    await until('the clients are at work', () => traffic.requests > 50);
    const passwords = [await currentPassword(machine)];
    for (const form of [['local'], ['--env', 'local']]) {
      const { code, stderr } = await machine.sbw('rotate-password', ...form);
      assert.equal(code, 0, stderr);
      passwords.push(await currentPassword(machine));
    }
    const before = traffic.requests;
    await until('the clients go on', () => traffic.requests > before + 50);
    await traffic.stop();
    owner.close();

    assert.deepEqual(traffic.failures, []);
    assert.equal(new Set(passwords).size, 3);
    const working = await Promise.all(passwords.map((password) => logsIn(machine, password)));
    assert.deepEqual(working, [false, false, true]);
    assert.match(passwords[2] ?? '', /^[A-Za-z0-9]{40}$/);
  });

  it('wants to be told the environment', async () => {
    const { code, stderr } = await machine.sbw('rotate-password');
    assert.equal(code, 2);
    assert.match(stderr, /environment/i);
  });
});
