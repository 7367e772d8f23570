import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './support/api.js';
import { type Newcomer, newcomer } from './support/newcomer.js';

interface MigrationStatus {
  migrations: { name: string; status: 'applied' | 'pending' }[];
}

describe('sbw migrate', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  /** The name of the newest migration. */
  let last: string;

  before(async () => {
    machine = await newcomer();
    const files = readdirSync(join(machine.clone, 'src/service/database/migrations')).sort();
    last = files.at(-1)?.replace('.sql', '') ?? '';
  });

  const statuses = async () => {
    const { migrations } = await machine.sbwJson<MigrationStatus>('migrate', 'status');
    assert.ok(migrations.length > 0);
    return migrations.map(({ status }) => status);
  };

  it('has applied every migration at the start, and up changes nothing', async () => {
    assert.ok((await statuses()).every((status) => status === 'applied'));
    const up = await machine.sbw('migrate', 'up');
    assert.equal(up.code, 0);
    assert.match(up.stdout, /nothing|up to date|no pending/i);
  });

  it('reverts the last migration, and applies it again', async () => {
    const down = await machine.sbw('migrate', 'down', '--env', 'local', '--yes');
    assert.equal(down.code, 0, down.stderr);
    assert.equal((await statuses()).at(-1), 'pending');
    const up = await machine.sbw('migrate', 'up');
    assert.equal(up.code, 0, up.stderr);
    assert.ok((await statuses()).every((status) => status === 'applied'));
    assert.equal((await (await Api.of(machine)).call('GET', '/boletos')).status, 200);
  });

  it('prints the same with --direct as through the function', async () => {
    const answers = async (...how: string[]) => await machine.sbwJson('migrate', 'status', ...how);
    assert.deepEqual(await answers('--direct'), await answers());
  });

  it('reverts nothing without --yes or a terminal', async () => {
    const { code, stderr } = await machine.sbw('migrate', 'redo');
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`^Error: This reverts ${last} in local, .* Pass --yes\\.$`, 'm'));
  });

  it('redoes the last migration, and shows that in the history', async () => {
    const { code, stdout, stderr } = await machine.sbw('migrate', 'redo', '--yes');
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^reverted {2}${last} .*\napplied {3}${last} `));
    const history = await machine.sbw('migrate', 'history');
    assert.match(history.stdout, new RegExp(`reverted {2}${last} .*\n.*applied {3}${last} .*\n$`));
  });

  it('finds its own migrations safe', async () => {
    const { code, stdout } = await machine.sbw('migrate', 'lint');
    assert.equal(code, 0);
    assert.match(stdout, /^Nothing found; \d+ allowed with a reason\.$/m);
  });

  it('requires --confirm with the name of a protected environment', async () => {
    const { code, stderr } = await machine.sbw('migrate', 'up', '--env', 'live');
    assert.equal(code, 2);
    assert.match(stderr, /--confirm live/);
  });
});
