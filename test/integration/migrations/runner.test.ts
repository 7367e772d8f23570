import assert from 'node:assert/strict';
import type pg from 'pg';
import {
  checksum,
  type Migration,
  type MigrationAnswer,
  type MigrationClient,
  runMigrations,
} from '../../../src/migrations/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { createDatabase } from './database.js';

function migration(name: string, up: string, more: Partial<Migration> = {}): Migration {
  return { name, up, checksum: checksum(up), ...more };
}

const A = migration('001-a', 'create table a (id int)', { down: 'drop table a' });
const B = migration('002-b', 'create table b (id int)', { down: 'drop table b' });
const C = migration('003-c', 'create table c (id int)', { down: 'drop table c' });

const HISTORY = ['schema_migration_log', 'schema_migrations'];

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
    assert.deepEqual(await tables(), ['a', 'b', ...HISTORY]);
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
    assert.deepEqual(await tables(), HISTORY);
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
    assert.deepEqual(await tables(), ['a', ...HISTORY]);
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
    assert.deepEqual(await tables(), ['a', ...HISTORY]);
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
    assert.deepEqual(await tables(), ['a', ...HISTORY]);
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
    assert.deepEqual(await tables(), ['a', 'c', ...HISTORY]);
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
      { command: 'repair' },
      { step: 0 },
      { step: 1.5 },
      { to: '' },
      { to: 'x', step: 1 },
      { command: 'plan' },
      { command: 'baseline' },
      { lockWait: -1 },
      { expect: ['001-a'] },
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
    let left = 60_000;
    const slow = migration('001-a', '', {
      up: async (connection) => {
        await connection.query('create table a (id int)');
        left = 9_000;
      },
    });
    const answer = await up([slow, B], { remainingMs: () => left });
    assert.equal(answer.ok, true);
    assert.equal(answer.partial, true);
    assert.deepEqual(names(answer.applied), ['001-a']);
    assert.equal(answer.migrations[1]?.status, 'pending');
  });

  it('ends a statement, and all of a migration, five seconds before the time of the function is over', async () => {
    let limits: unknown;
    const asking = migration('001-a', '', {
      up: async (connection) => {
        const { rows } = await connection.query(
          "select name, setting from pg_settings where name in ('statement_timeout', 'transaction_timeout') order by name",
        );
        limits = rows.map(({ name, setting }) => `${name} ${setting}`);
      },
    });
    await up([asking], { remainingMs: () => 60_000 });
    assert.deepEqual(limits, ['statement_timeout 55000', 'transaction_timeout 55000']);
  });

  it('says that a migration of several statements took longer than it may, and goes on once it is mended', async () => {
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
    client = await database.connect();
    assert.deepEqual(names((await up([A, B], { lockWait: 0 })).applied), ['002-b']);
  });

  it('answers with an error when the connection is lost', async () => {
    const killed = migration('001-a', 'select pg_terminate_backend(pg_backend_pid())');
    const answer = await up([killed]);
    assert.equal(answer.ok, false);
    assert.equal(answer.error?.code, 'MIGRATION_FAILED');
    assert.equal(answer.error?.sqlstate, '57P01');
  });

  it('says what would be done, with its SQL, and changes nothing', async () => {
    const index = migration('002-i', 'create index concurrently i on a (id)', { transaction: false });
    const code = migration('003-c', '', { up: async () => undefined });
    const answer = await up([A, index, code], { command: 'plan', of: 'up' });
    assert.deepEqual(answer.planned, [
      { name: '001-a', action: 'apply', transaction: true, sql: 'create table a (id int)' },
      { name: '002-i', action: 'apply', transaction: false, sql: 'create index concurrently i on a (id)' },
      { name: '003-c', action: 'apply', transaction: true, sql: null },
    ]);
    assert.deepEqual(await tables(), []);
  });

  it('says before anything is reverted that one has no way back', async () => {
    const oneWay = migration('001-a', 'create table a (id int)');
    await up([oneWay, B, C]);
    for (const request of [{ command: 'plan', of: 'down' }, {}]) {
      const answer = await down([oneWay, B, C], { step: 3, ...request });
      assert.equal(answer.error?.code, 'IRREVERSIBLE');
      assert.deepEqual(answer.reverted, []);
    }
    assert.deepEqual(await tables(), ['a', 'b', 'c', ...HISTORY]);
  });

  it('reverts the last one and applies it again', async () => {
    await up([A, B]);
    await client.query('insert into b values (1)');
    const answer = await runMigrations({ client, migrations: [A, B], command: 'redo' });
    assert.deepEqual(names(answer.reverted), ['002-b']);
    assert.deepEqual(names(answer.applied), ['002-b']);
    assert.deepEqual((await client.query('select * from b')).rows, []);
  });

  it('leaves a redo that fails half-way as it was before', async () => {
    const fragile = migration('001-a', 'create table a (id int); create table wanted.here (id int)', {
      down: 'drop table a; drop table wanted.here',
    });
    await client.query('create schema wanted');
    await up([fragile]);
    await client.query('drop table wanted.here; create table wanted.here (id int, other int)');
    const broken = { ...fragile, down: 'drop table a' };
    const answer = await runMigrations({ client, migrations: [broken], command: 'redo' });
    assert.equal(answer.error?.sqlstate, '42P07');
    assert.equal(answer.migrations[0]?.status, 'applied');
    assert.deepEqual(await tables(), ['a', ...HISTORY]);
  });

  it('takes what a database already holds as applied, without running it', async () => {
    await client.query('create table a (id int)');
    const baseline = { client, migrations: [A, B, C], command: 'baseline', to: '002-b' } as const;
    const answer = await runMigrations(baseline);
    assert.deepEqual(answer.baselined, ['001-a', '002-b']);
    assert.deepEqual(names((await up([A, B, C])).applied), ['003-c']);
    assert.deepEqual(await tables(), ['a', 'c', ...HISTORY]);
    assert.equal((await runMigrations(baseline)).ok, true);
  });

  it('refuses a baseline of a database that has migrations', async () => {
    await up([A]);
    const answer = await runMigrations({ client, migrations: [A, B], command: 'baseline', to: '002-b' });
    assert.equal(
      answer.error?.message,
      '1 migrations are applied already, the last of them 001-a. A baseline is for a database that has none; apply the rest by: sbw migrate up',
    );
  });

  it('keeps an account of what was done, and by whom', async () => {
    await up([A, B], { by: 'ana' });
    await down([A, B], { by: 'bruno' });
    await runMigrations({ client, migrations: [A, B], command: 'redo', by: 'carla' });
    const { history } = await runMigrations({ client, migrations: [A, B], command: 'history' });
    assert.deepEqual(
      history?.map(({ name, action, by }) => `${name} ${action} ${by}`),
      [
        '001-a applied ana',
        '002-b applied ana',
        '002-b reverted bruno',
        '001-a reverted carla',
        '001-a applied carla',
      ],
    );
    assert.match(history?.[0]?.at ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(typeof history?.[0]?.milliseconds, 'number');
  });

  it('takes what was applied before there was an account into it', async () => {
    await up([A]);
    await client.query('drop table schema_migration_log');
    await up([A, B]);
    const { history } = await runMigrations({ client, migrations: [A, B], command: 'history' });
    assert.deepEqual(
      history?.map(({ name }) => name),
      ['001-a', '002-b'],
    );
  });

  it('does nothing where the list is not the one that is meant', async () => {
    const expect = [
      { name: '001-a', checksum: checksum('create table a (id bigint)') },
      { name: '002-b', checksum: B.checksum },
      { name: '004-d' },
    ];
    const answer = await up([A, B, C], { expect });
    assert.equal(answer.error?.code, 'LIST_DIFFERS');
    assert.match(
      answer.error?.message ?? '',
      /: it lacks 004-d; it has besides 003-c; it has another text of 001-a\. Nothing was done\. /,
    );
    assert.deepEqual(await tables(), []);
    const same = await up([A, B], { expect: [{ name: '001-a' }, { name: '002-b', checksum: B.checksum }] });
    assert.equal(same.ok, true);
  });

  it('does not call a migration edited for a checksum of another algorithm', async () => {
    await up([A]);
    await client.query("update schema_migrations set checksum = 'sha512:1'");
    assert.equal((await status([A])).ok, true);
  });

  it('asks no more statements of a database with 1,000 migrations than of one with one', async () => {
    let statements = 0;
    const counting: MigrationClient = {
      query: (text, values) => {
        statements += 1;
        return client.query(text, values);
      },
    };
    const thousand = Array.from({ length: 1_000 }, (_, index) =>
      migration(`1-${String(index).padStart(4, '0')}`, `select ${index}`),
    );
    const count = async (migrations: Migration[], command: 'status' | 'up') => {
      statements = 0;
      assert.equal((await runMigrations({ client: counting, migrations, command })).error, undefined);
      return statements;
    };
    await up(thousand.slice(0, 1));
    const [status, nothing] = [
      await count(thousand.slice(0, 1), 'status'),
      await count(thousand.slice(0, 1), 'up'),
    ];
    await up(thousand);
    assert.equal(await count(thousand, 'status'), status);
    assert.equal(await count(thousand, 'up'), nothing);
  });

  it('keeps its own limits and search path from one migration to the next', async () => {
    const first = migration(
      '001-a',
      "set lock_timeout = '1h'; set search_path = ''; create table public.a (id int)",
    );
    let seen: unknown;
    const second = migration('002-b', '', {
      up: async (connection) => {
        await connection.query('create table b (id int)');
        seen = (await connection.query('show lock_timeout')).rows;
      },
    });
    const answer = await up([first, second]);
    assert.equal(answer.error, undefined);
    assert.deepEqual(seen, [{ lock_timeout: '2s' }]);
    await client.query('reset search_path');
    assert.deepEqual(await tables(), ['a', 'b', ...HISTORY]);
  });
});
