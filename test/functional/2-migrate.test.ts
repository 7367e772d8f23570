import assert from 'node:assert/strict';
import { Api } from './support/api.js';
import { type Newcomer, newcomer } from './support/newcomer.js';

interface MigrationStatus {
  migrations: { name: string; status: 'applied' | 'pending' }[];
}

describe('sbw migrate', function () {
  this.timeout(600_000);
  let machine: Newcomer;

  before(async () => {
    machine = await newcomer();
  });

  const statuses = async () => {
    const { migrations } = await machine.sbwJson<MigrationStatus>('migrate', 'status');
    return migrations.map(({ status }) => status);
  };

  it('has every migration applied after the start, and up changes nothing', async () => {
    assert.ok((await statuses()).every((status) => status === 'applied'));
    const up = await machine.sbw('migrate', 'up');
    assert.equal(up.code, 0);
    assert.match(up.stdout, /nothing|up to date|no pending/i);
  });

  it('reverts the last migration, says so, and applies it again', async () => {
    const down = await machine.sbw('migrate', 'down', '--env', 'local');
    assert.equal(down.code, 0, down.stderr);
    assert.equal((await statuses()).at(-1), 'pending');
    const up = await machine.sbw('migrate', 'up');
    assert.equal(up.code, 0, up.stderr);
    assert.ok((await statuses()).every((status) => status === 'applied'));
    assert.equal((await (await Api.of(machine)).call('GET', '/boletos')).status, 200);
  });

  it('asks for the name of a protected environment before it touches anything', async () => {
    const { code, stderr } = await machine.sbw('migrate', 'up', '--env', 'live');
    assert.equal(code, 2);
    assert.match(stderr, /--confirm live/);
  });
});
