import assert from 'node:assert/strict';
import type { Migration, MigrationClient } from '../../../src/migrations/index.js';
import { migration, names, useEmptyDatabase } from './harness.js';

const A = migration('001-a', 'create table a (id int)', { down: 'drop table a' });
const B = migration('002-b', 'create table b (id int)', { down: 'drop table b' });
const C = migration('003-c', 'create table c (id int)', { down: 'drop table c' });

const HISTORY = ['schema_migration_log', 'schema_migrations'];

describe('runMigrations on PostgreSQL', () => {
  const database = useEmptyDatabase();
  const up = database.run;
  const down: typeof up = (migrations, more) => database.run(migrations, { command: 'down', ...more });
  const status = (migrations: readonly Migration[]) => database.run(migrations, { command: 'status' });

  it('lists pending migrations and changes nothing', async () => {
    assert.deepEqual(await status([A, B]), {
      ok: true,
      command: 'status',
      applied: [],
      reverted: [],
      migrations: [
        { name: '001-a', status: 'pending', appliedAt: null },
        { name: '002-b', status: 'pending', appliedAt: null },
      ],
    });
    assert.deepEqual(await database.tables(), []);
  });

  it('applies pending migrations once, in order', async () => {
    const first = await up([A, B]);
    assert.deepEqual(names(first.applied), ['001-a', '002-b']);
    assert.match(first.migrations[0]!.appliedAt!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(await database.tables(), ['a', 'b', ...HISTORY]);
    const second = await up([A, B, C]);
    assert.deepEqual(names(second.applied), ['003-c']);
  });

  it('applies migrations up to the one named, and does nothing for the same request again', async () => {
    assert.deepEqual(names((await up([A, B, C], { to: '002-b' })).applied), ['001-a', '002-b']);
    const again = await up([A, B, C], { to: '002-b' });
    assert.equal(again.ok, true);
    assert.deepEqual(again.applied, []);
  });

  it('reverts the last migration, or those down to the one named', async () => {
    await up([A, B, C]);
    assert.deepEqual(names((await down([A, B, C])).reverted), ['003-c']);
    const answer = await down([A, B, C], { to: '001-a' });
    assert.deepEqual(names(answer.reverted), ['002-b', '001-a']);
    assert.deepEqual(
      answer.migrations.map((state) => state.status),
      ['pending', 'pending', 'pending'],
    );
    assert.deepEqual(await database.tables(), HISTORY);
  });

  it('rolls back a failing migration, keeps those before it, and continues once it is fixed', async () => {
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
    assert.deepEqual(await database.tables(), ['a', ...HISTORY]);
    assert.deepEqual(
      answer.migrations.map((state) => state.status),
      ['applied', 'pending', 'pending'],
    );
    assert.deepEqual(names((await up([A, B, C])).applied), ['002-b', '003-c']);
  });

  it('runs a migration that is a function in the same transaction', async () => {
    const failing = migration('002-b', async (connection) => {
      await connection.query('create table b (id int)');
      throw new Error('a reason of its own');
    });
    const answer = await up([A, failing]);
    assert.equal(
      answer.error?.message,
      'Migration 002-b failed: a reason of its own. It was rolled back whole: nothing of it remains.',
    );
    assert.deepEqual(await database.tables(), ['a', ...HISTORY]);
  });

  it('accepts the same migration with other line ends', async () => {
    await up([migration('001-a', 'create table a\n(id int)\n')]);
    assert.equal((await up([migration('001-a', 'create table a\r\n(id int)\r\n')])).ok, true);
  });

  it('accepts a checksum of an unknown algorithm', async () => {
    await up([A]);
    await database.client.query("update schema_migrations set checksum = 'sha512:1'");
    assert.equal((await status([A])).ok, true);
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
    assert.deepEqual(await database.tables(), ['a', ...HISTORY]);
  });

  it('refuses a release that lacks an applied migration, and lists it', async () => {
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
    assert.equal((await up([A, B, C])).error?.code, 'OUT_OF_ORDER');
    assert.deepEqual(await database.tables(), ['a', 'c', ...HISTORY]);
  });

  it('refuses an invalid request, an invalid list, and a list that the caller does not expect', async () => {
    assert.equal((await up([A], { step: 0 })).error?.code, 'INVALID_REQUEST');
    assert.equal((await up([B, A])).error?.code, 'UNSORTED_MIGRATIONS');
    assert.equal((await up([A, B], { expect: [{ name: '001-a' }] })).error?.code, 'LIST_DIFFERS');
    assert.deepEqual(await database.tables(), []);
  });

  it('refuses a migration that commits, and does not record it', async () => {
    const committing = migration('001-a', 'create table a (id int); commit; create table leftover (id int)');
    const answer = await up([committing]);
    assert.equal(answer.error?.code, 'TRANSACTION_CONTROL');
    assert.equal(answer.migrations[0]?.status, 'pending');
  });

  it('fails soon on a table in use, so that queries of the service do not wait behind it', async () => {
    await database.client.query('create table a (id int)');
    const reader = await database.connect();
    await reader.query('begin; select * from a');
    const alter = migration('001-alter', 'alter table a add column name text');
    const answer = await up([alter], { tableLockTimeout: 100 });
    assert.equal(answer.error?.code, 'LOCK_TIMEOUT');
    assert.equal(answer.error?.sqlstate, '55P03');
  });

  it('stops between two migrations when less than ten seconds are left', async () => {
    let left = 60_000;
    const slow = (remaining: number) =>
      migration('001-a', async (connection) => {
        await connection.query('create table a (id int)');
        left = remaining;
      });
    const answer = await up([slow(9_999), B], { remainingMs: () => left });
    assert.equal(answer.ok, true);
    assert.equal(answer.partial, true);
    assert.deepEqual(names(answer.applied), ['001-a']);
    assert.equal(answer.migrations[1]?.status, 'pending');
    const next = await up([slow(0), B], { remainingMs: () => 10_000 });
    assert.equal(next.partial, undefined);
    assert.deepEqual(names(next.applied), ['002-b']);
  });

  it('limits each statement and the whole migration to five seconds less than the function has', async () => {
    let limits: unknown;
    const asking = migration('001-a', async (connection) => {
      const { rows } = await connection.query(
        "select name, setting from pg_settings where name in ('statement_timeout', 'transaction_timeout') order by name",
      );
      limits = rows.map(({ name, setting }) => `${name} ${setting}`);
    });
    await up([asking], { remainingMs: () => 60_000 });
    assert.deepEqual(limits, ['statement_timeout 55000', 'transaction_timeout 55000']);
  });

  it('keeps a shorter limit of the statements', async () => {
    let limit: unknown;
    const asking = migration('001-a', async (connection) => {
      limit = (await connection.query('show statement_timeout')).rows[0]?.statement_timeout;
    });
    await up([asking], { remainingMs: () => 60_000, statementTimeout: 3_000 });
    assert.equal(limit, '3s');
  });

  it('reports a migration of several statements that took too long, and applies it once it is fixed', async () => {
    const long = migration('002-b', 'set local transaction_timeout = 50; select 1; select pg_sleep(600)');
    const answer = await up([A, long]);
    assert.deepEqual(names(answer.applied), ['001-a']);
    assert.deepEqual(answer.error, {
      code: 'TRANSACTION_TIMEOUT',
      message:
        'Migration 002-b failed: terminating connection due to transaction timeout. It was rolled back whole: nothing of it remains. It took longer than it may: see docs/migrations.md, "Time".',
      migration: '002-b',
      sqlstate: '25P04',
    });
    const client = await database.connect();
    assert.deepEqual(names((await up([A, B], { client, lockWait: 0 })).applied), ['002-b']);
  });

  it('answers with an error when the connection is lost', async () => {
    const answer = await up([migration('001-a', 'select pg_terminate_backend(pg_backend_pid())')]);
    assert.equal(answer.ok, false);
    assert.equal(answer.error?.code, 'MIGRATION_FAILED');
    assert.equal(answer.error?.sqlstate, '57P01');
  });

  it('sets its own limits and search path again before each migration', async () => {
    const first = migration(
      '001-a',
      "set lock_timeout = '1h'; set search_path = ''; create table public.a (id int)",
    );
    let lockTimeout: unknown;
    const second = migration('002-b', async (connection) => {
      await connection.query('create table b (id int)');
      lockTimeout = (await connection.query('show lock_timeout')).rows;
    });
    const answer = await up([first, second]);
    assert.equal(answer.error, undefined);
    assert.deepEqual(lockTimeout, [{ lock_timeout: '2s' }]);
    await database.client.query('reset search_path');
    assert.deepEqual(await database.tables(), ['a', 'b', ...HISTORY]);
  });

  it('sends as many statements to a database with 1,000 migrations as to one with one', async () => {
    let statements = 0;
    const client: MigrationClient = {
      query: (text, values) => {
        statements += 1;
        return database.client.query(text, values);
      },
    };
    const thousand = Array.from({ length: 1_000 }, (_, index) =>
      migration(`1-${String(index).padStart(4, '0')}`, `select ${index}`),
    );
    const count = async (migrations: readonly Migration[], command: 'status' | 'up') => {
      statements = 0;
      assert.equal((await database.run(migrations, { client, command })).error, undefined);
      return statements;
    };
    const one = thousand.slice(0, 1);
    await up(one);
    const counts = [await count(one, 'status'), await count(one, 'up')];
    await up(thousand);
    assert.deepEqual([await count(thousand, 'status'), await count(thousand, 'up')], counts);
  });
});
