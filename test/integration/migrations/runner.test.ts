import assert from 'node:assert/strict';
import type pg from 'pg';
import {
  checksum,
  type Migration,
  type MigrationAnswer,
  runMigrations,
} from '../../../src/migrations/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { until } from '../../support/until.js';
import { createDatabase } from './database.js';

function migration(name: string, up: string, more: Partial<Migration> = {}): Migration {
  return { name, up, checksum: checksum(up), ...more };
}

const A = migration('001-a', 'create table a (id int)', { down: 'drop table a' });
const B = migration('002-b', 'create table b (id int)', { down: 'drop table b' });
const C = migration('003-c', 'create table c (id int)', { down: 'drop table c' });

describe('runMigrations on PostgreSQL', () => {
  let server: TestPostgres;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let client: pg.Client;

  before(async () => {
    server = await startTestPostgres();
  });
  after(() => server.stop());
  beforeEach(async () => {
    database = await createDatabase(server);
    client = await database.connect();
  });
  afterEach(() => database.drop());

  const up = (migrations: Migration[], more = {}) =>
    runMigrations({ client, migrations, command: 'up', ...more });
  const down = (migrations: Migration[], more = {}) =>
    runMigrations({ client, migrations, command: 'down', ...more });
  const status = (migrations: Migration[]) => runMigrations({ client, migrations, command: 'status' });
  const tables = async () => {
    const { rows } = await client.query(
      "select tablename from pg_tables where schemaname = 'public' order by 1",
    );
    return rows.map(({ tablename }) => tablename as string);
  };
  const names = (done: MigrationAnswer['applied']) => done.map(({ name }) => name);

  it('lists what is pending without changing the database', async () => {
    const answer = await status([A, B]);
    assert.deepEqual(answer, {
      ok: true,
      command: 'status',
      applied: [],
      reverted: [],
      migrations: [
        { name: '001-a', status: 'pending', appliedAt: null },
        { name: '002-b', status: 'pending', appliedAt: null },
      ],
    });
    assert.deepEqual(await tables(), []);
  });

  it('applies what is pending, in order, once', async () => {
    const first = await up([A, B]);
    assert.deepEqual(names(first.applied), ['001-a', '002-b']);
    assert.match(first.migrations[0]!.appliedAt!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(await tables(), ['a', 'b', 'schema_migrations']);
    const second = await up([A, B, C]);
    assert.deepEqual(names(second.applied), ['003-c']);
  });

  it('applies up to and including the one named, and takes the same request again', async () => {
    assert.deepEqual(names((await up([A, B, C], { to: '002-b' })).applied), ['001-a', '002-b']);
    const again = await up([A, B, C], { to: '002-b' });
    assert.equal(again.ok, true);
    assert.deepEqual(again.applied, []);
  });

  it('applies as many as asked', async () => {
    assert.deepEqual(names((await up([A, B, C], { step: 2 })).applied), ['001-a', '002-b']);
  });

  it('reverts the last one, or down to and including the one named', async () => {
    await up([A, B, C]);
    assert.deepEqual(names((await down([A, B, C])).reverted), ['003-c']);
    const answer = await down([A, B, C], { to: '001-a' });
    assert.deepEqual(names(answer.reverted), ['002-b', '001-a']);
    assert.deepEqual(
      answer.migrations.map((state) => state.status),
      ['pending', 'pending', 'pending'],
    );
    assert.deepEqual(await tables(), ['schema_migrations']);
  });

  it('refuses to revert a migration without a way back', async () => {
    const oneWay = migration('001-a', 'create table a (id int)');
    await up([oneWay]);
    const answer = await down([oneWay]);
    assert.equal(answer.error?.code, 'IRREVERSIBLE');
    assert.equal(
      answer.error?.message,
      'Migration 001-a has no "down" and cannot be reverted. Undo it by a new migration.',
    );
    assert.equal(answer.migrations[0]?.status, 'applied');
  });

  it('rolls a failing migration back whole, keeps those before it, and goes on once it is mended', async () => {
    const broken = migration('002-b', 'create table b (id int); insert into nowhere values (1)');
    const answer = await up([A, broken, C]);
    assert.equal(answer.ok, false);
    assert.deepEqual(names(answer.applied), ['001-a']);
    assert.deepEqual(answer.error, {
      code: 'MIGRATION_FAILED',
      message:
        'Migration 002-b failed: relation "nowhere" does not exist. It was rolled back whole: nothing of it remains.',
      migration: '002-b',
      sqlstate: '42P01',
      position: '38',
    });
    assert.deepEqual(await tables(), ['a', 'schema_migrations']);
    assert.deepEqual(
      answer.migrations.map((state) => state.status),
      ['applied', 'pending', 'pending'],
    );
    assert.deepEqual(names((await up([A, B, C])).applied), ['002-b', '003-c']);
  });

  it('runs a migration that is a function in the same transaction', async () => {
    const failing = migration('002-b', '', {
      up: async (connection) => {
        await connection.query('create table b (id int)');
        throw new Error('thought better of it');
      },
    });
    const answer = await up([A, failing]);
    assert.equal(
      answer.error?.message,
      'Migration 002-b failed: thought better of it. It was rolled back whole: nothing of it remains.',
    );
    assert.deepEqual(await tables(), ['a', 'schema_migrations']);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await up([A]);
    const edited = migration('001-a', 'create table a (id bigint)');
    const answer = await up([edited, B]);
    assert.equal(answer.error?.code, 'CHANGED_MIGRATION');
    assert.match(
      answer.error?.message ?? '',
      /^Migration 001-a was edited after it was applied at \S+Z\. Restore/,
    );
    assert.equal(answer.migrations[0]?.status, 'changed');
    assert.deepEqual(await tables(), ['a', 'schema_migrations']);
  });

  it('takes other line ends for the same migration', async () => {
    await up([migration('001-a', 'create table a\n(id int)\n')]);
    assert.equal((await up([migration('001-a', 'create table a\r\n(id int)\r\n')])).ok, true);
  });

  it('refuses a release that lacks an applied migration', async () => {
    await up([A, B]);
    const answer = await up([A]);
    assert.equal(answer.error?.code, 'MISSING_MIGRATION');
    assert.deepEqual(
      answer.migrations.map(({ name, status: state }) => `${name} ${state}`),
      ['001-a applied', '002-b missing'],
    );
  });

  it('refuses a pending migration that sorts before an applied one', async () => {
    await up([A, C]);
    const answer = await up([A, B, C]);
    assert.equal(answer.error?.code, 'OUT_OF_ORDER');
    assert.equal(
      answer.error?.message,
      'Migration 002-b is pending but sorts before 003-c, which is applied. Rename it so that it sorts after 003-c.',
    );
    assert.deepEqual(await tables(), ['a', 'c', 'schema_migrations']);
  });

  it('takes an empty list for the broken build that it is', async () => {
    assert.equal((await up([])).error?.code, 'NO_MIGRATIONS');
  });

  it('refuses names that are not in order', async () => {
    assert.equal((await up([B, A])).error?.code, 'UNSORTED_MIGRATIONS');
    assert.equal((await up([A, A])).error?.code, 'UNSORTED_MIGRATIONS');
  });

  it('names a migration that it does not know', async () => {
    const answer = await up([A], { to: '009-z' });
    assert.equal(
      answer.error?.message,
      'There is no migration "009-z" in this release. List them by: sbw migrate status',
    );
  });

  it('refuses a request that makes no sense', async () => {
    for (const request of [
      { command: 'redo' },
      { step: 0 },
      { step: 1.5 },
      { to: '' },
      { to: 'x', step: 1 },
    ]) {
      assert.equal((await up([A], request)).error?.code, 'INVALID_REQUEST', JSON.stringify(request));
    }
  });

  it('refuses a migration that commits by itself, and does not record it', async () => {
    const sneaky = migration('001-a', 'create table a (id int); commit; create table leftover (id int)');
    const answer = await up([sneaky]);
    assert.equal(answer.error?.code, 'TRANSACTION_CONTROL');
    assert.equal(answer.migrations[0]?.status, 'pending');
  });

  it('runs each migration once when three runners start together, one of them building an index', async () => {
    const index = migration('002-index', 'create index concurrently a_id on a (id)', { transaction: false });
    const runs = await Promise.all(
      [1, 2, 3].map(async () => {
        const own = await database.connect();
        return await runMigrations({ client: own, migrations: [A, index, C], command: 'up' });
      }),
    );
    for (const run of runs) assert.deepEqual(run.error, undefined);
    assert.deepEqual(runs.flatMap((run) => names(run.applied)).sort(), ['001-a', '002-index', '003-c']);
    const { rows } = await client.query(
      "select indisvalid from pg_index where indexrelid = 'a_id'::regclass",
    );
    assert.deepEqual(rows, [{ indisvalid: true }]);
  });

  it('does not take an invalid index, left by a failed build, for the wanted one', async () => {
    await client.query('create table a (id int); insert into a values (1), (1)');
    const sql = 'create unique index concurrently if not exists a_id on a (id)';
    const index = migration('001-index', sql, { transaction: false });
    const failed = await up([index]);
    assert.equal(failed.error?.code, 'MIGRATION_FAILED');
    assert.match(failed.error?.message ?? '', /remove it by DROP INDEX CONCURRENTLY a_id, then run/);
    const retried = await up([index]);
    assert.equal(retried.error?.code, 'INVALID_INDEX');
    assert.equal(retried.migrations[0]?.status, 'pending');
    await client.query('delete from a');
    await client.query('drop index concurrently a_id');
    assert.deepEqual(names((await up([index])).applied), ['001-index']);
  });

  it('names who holds the lock when it gives up waiting', async () => {
    const holder = await database.connect();
    let release = () => {};
    const slow = migration('001-a', '', {
      up: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    const running = runMigrations({
      client: holder,
      migrations: [slow],
      command: 'up',
      applicationName: 'release 7',
    });
    await until('the first run holds the lock', async () => {
      const { rows } = await client.query("select 1 from pg_locks where locktype = 'advisory' and granted");
      return rows.length === 1;
    });
    const answer = await up([A], { lockWait: 0 });
    release();
    await running;
    assert.equal(answer.error?.code, 'LOCKED');
    assert.match(
      answer.error?.message ?? '',
      /^Another run of the migrations holds the lock: "release 7" \(pid \d+, .*\)\. Run the command again when it is done, or end it by: select pg_terminate_backend\(\d+\)$/,
    );
  });

  it('gives up quickly on a table that is in use, so that the service is not held up behind it', async () => {
    await client.query('create table a (id int)');
    const reader = await database.connect();
    await reader.query('begin; select * from a');
    const alter = migration('001-alter', 'alter table a add column name text');
    const answer = await up([alter], { tableLockTimeout: 100 });
    assert.equal(answer.error?.code, 'LOCK_TIMEOUT');
    assert.equal(answer.error?.sqlstate, '55P03');
  });

  it('stops between two migrations when its time is nearly over', async () => {
    const left = [60_000, 9_000];
    const answer = await up([A, B], { remainingMs: () => left.shift() ?? 0 });
    assert.equal(answer.ok, true);
    assert.equal(answer.partial, true);
    assert.deepEqual(names(answer.applied), ['001-a']);
    assert.equal(answer.migrations[1]?.status, 'pending');
  });

  it('ends a statement five seconds before the time of the function is over', async () => {
    let limit: unknown;
    const asking = migration('001-a', '', {
      up: async (connection) => {
        limit = (await connection.query('show statement_timeout')).rows[0]?.statement_timeout;
      },
    });
    await up([asking], { remainingMs: () => 60_000 });
    assert.equal(limit, '55s');
  });

  it('frees the lock after a failure', async () => {
    await up([migration('001-a', 'nonsense')]);
    const own = await database.connect();
    assert.equal(
      (await runMigrations({ client: own, migrations: [A], command: 'up', lockWait: 0 })).ok,
      true,
    );
  });

  it('answers with an error when the connection is lost', async () => {
    const killed = migration('001-a', 'select pg_terminate_backend(pg_backend_pid())');
    const answer = await up([killed]);
    assert.equal(answer.ok, false);
    assert.equal(answer.error?.code, 'MIGRATION_FAILED');
    assert.equal(answer.error?.sqlstate, '57P01');
  });
});
