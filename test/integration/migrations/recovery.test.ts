import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import {
  checksum,
  type Migration,
  type MigrationAnswer,
  type MigrationClient,
  runMigrations,
} from '../../../src/migrations/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { until } from '../../support/until.js';
import { createDatabase } from './database.js';

function migration(name: string, up: string, more: Partial<Migration> = {}): Migration {
  return { name, up, checksum: checksum(up), ...more };
}

const bare = { transaction: false };
const A = migration('001-a', 'create table a (id int)');
const INDEX = migration('002-index', 'create index concurrently a_id on a (id)', {
  ...bare,
  down: 'drop index concurrently a_id',
});
const C = migration('003-c', 'create table c (id int)', { down: 'drop table c' });
const UNIQUE = 'create unique index concurrently if not exists a_id on a (id)';
const names = (done: MigrationAnswer['applied']) => done.map(({ name }) => name);

/** A client whose connection is gone at its n-th statement: it was sent, its answer never came. */
function cutAt(client: pg.Client, statement: number): MigrationClient {
  let count = 0;
  return {
    async query(text: string, values?: unknown[]) {
      count += 1;
      const answer = client.query(text, values);
      if (count !== statement) return await answer;
      setImmediate(() => socketOf(client).destroy());
      return await answer.then(() => Promise.reject(new Error('the answer was lost')));
    },
  };
}

function socketOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}

describe('migrations that are interrupted, on PostgreSQL', () => {
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

  const run = (migrations: Migration[], more = {}) =>
    runMigrations({ client, migrations, command: 'up', ...more });
  const isValid = async (index: string) => {
    const { rows } = await client.query(
      'select indisvalid from pg_index where indexrelid = to_regclass($1)',
      [index],
    );
    return rows[0]?.indisvalid;
  };

  /** Numbers of the statements of a run, from the one that takes the lock. */
  async function statementsOf(request: { command: 'up' | 'down'; to?: string }): Promise<number[]> {
    const texts: string[] = [];
    const own = await database.connect();
    const counting: MigrationClient = {
      query: (text, values) => {
        texts.push(text);
        return own.query(text, values);
      },
    };
    await runMigrations({ client: counting, migrations: [A, INDEX, C], ...request });
    const first = texts.findIndex((text) => text.includes('pg_try_advisory_lock'));
    return texts.map((_, index) => index + 1).slice(first);
  }

  it('converge when the connection is gone at any statement of up', async () => {
    const statements = await statementsOf({ command: 'up' });
    assert.ok(statements.length > 15);
    for (const at of statements) {
      await client.query('drop table if exists a, c, schema_migrations, schema_migration_log');
      const own = await database.connect();
      await runMigrations({ client: cutAt(own, at), migrations: [A, INDEX, C], command: 'up' });
      const again = await run([A, INDEX, C]);
      assert.equal(again.error, undefined, `statement ${at}`);
      assert.equal(await isValid('a_id'), true);
      const { rows } = await client.query(
        "select name from schema_migration_log where action = 'applied' order by id",
      );
      assert.deepEqual(
        rows.map(({ name }) => name),
        ['001-a', '002-index', '003-c'],
      );
    }
  });

  it('converge when the connection is gone at any statement of down', async () => {
    await run([A, INDEX, C]);
    const down = { command: 'down', to: '002-index' } as const;
    for (const at of await statementsOf(down)) {
      await run([A, INDEX, C]);
      const own = await database.connect();
      await runMigrations({ client: cutAt(own, at), migrations: [A, INDEX, C], ...down });
      const again = await runMigrations({ client, migrations: [A, INDEX, C], ...down });
      assert.equal(again.error, undefined, `statement ${at}`);
      assert.deepEqual(
        again.migrations.map(({ status }) => status),
        ['applied', 'pending', 'pending'],
      );
      assert.equal(await isValid('a_id'), undefined);
    }
  });

  it('leave neither a statement nor the lock behind seconds after kill -9', async () => {
    const sleeping = migration('002-b', 'create table b (id int); select pg_sleep(600)');
    const { host, port, user, password } = server;
    const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${client.database}`;
    const script = fileURLToPath(new URL('./run-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, JSON.stringify([A, sleeping])], {
      stdio: 'ignore',
    });
    const working = `select pid from pg_stat_activity where query like '%pg_sleep(600)' and pid <> pg_backend_pid()`;
    await until('the statement runs', async () => (await client.query(working)).rows.length === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const killed = Date.now();
    await until('its backend is gone', async () => (await client.query(working)).rows.length === 0, 5_000);
    const next = await run([A, migration('002-b', 'create table b (id int)')], { lockWait: 0 });
    assert.equal(next.error, undefined);
    assert.deepEqual(names(next.applied), ['002-b']);
    assert.ok(Date.now() - killed < 10_000);
  });

  it('end a statement that would outlast the function, and answer', async () => {
    const sleeping = migration('001-a', 'create table a (id int); select pg_sleep(600)');
    const answer = await run([sleeping], { statementTimeout: 200 });
    assert.equal(answer.error?.code, 'STATEMENT_TIMEOUT');
    assert.equal(answer.error?.sqlstate, '57014');
    assert.equal((await client.query("select to_regclass('a') as a")).rows[0]?.a, null);
  });

  it('tell a deadlock, roll back, and succeed the next time', async () => {
    await client.query('create table a (id int); create table b (id int)');
    const other = await database.connect();
    await other.query("set deadlock_timeout = '1h'; begin; lock table b in access exclusive mode");
    let waiting: Promise<unknown> = Promise.resolve();
    const crossed: Migration = {
      name: '001-crossed',
      checksum: checksum('crossed'),
      up: async (connection) => {
        await connection.query('lock table a in access exclusive mode');
        waiting = other.query('lock table a in access exclusive mode');
        await connection.query('alter table b add column name text');
      },
    };
    const answer = await run([crossed], { tableLockTimeout: 20_000 });
    await waiting;
    await other.query('rollback');
    assert.equal(answer.error?.code, 'DEADLOCK');
    assert.match(
      answer.error?.message ?? '',
      /It was rolled back whole: nothing of it remains\. It and another/,
    );
    assert.equal((await run([migration('001-crossed', 'alter table b add column name text')])).ok, true);
  });

  it('wait for a reader with CREATE INDEX CONCURRENTLY, longer than a statement that would hold up others', async () => {
    await run([A]);
    const reader = await database.connect();
    await reader.query('begin isolation level repeatable read; select * from a');
    const building = run([A, INDEX], {});
    await until('the build waits', async () => {
      const watcher = await database.connect();
      const { rows } = await watcher.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'create index%'",
      );
      await watcher.end();
      return rows.length === 1;
    });
    await reader.query('commit');
    assert.equal((await building).error, undefined);
    assert.equal(await isValid('a_id'), true);
  });

  it('name the invalid index that a failed build leaves, and clear it away themselves the next time', async () => {
    await client.query('create table a (id int); insert into a values (1), (1)');
    const unique = migration('001-index', UNIQUE, bare);
    const failed = await run([unique]);
    assert.equal(
      failed.error?.message,
      'Migration 001-index failed: could not create unique index "a_id". It runs outside a transaction. It left the invalid index a_id: the next run drops it and builds it anew, or do it by: DROP INDEX CONCURRENTLY a_id',
    );
    assert.equal(failed.error?.detail, 'Key (id)=(1) is duplicated.');
    await client.query('delete from a');
    const again = await run([unique]);
    assert.deepEqual(again.warnings, [
      'Migration 001-index had left a_id invalid; it was dropped and built anew.',
    ]);
    assert.equal(await isValid('a_id'), true);
  });

  it('do not touch an invalid index that is not theirs, nor take it for the wanted one', async () => {
    await client.query('create table a (id int); insert into a values (1), (1)');
    await assert.rejects(client.query(UNIQUE));
    const answer = await run([migration('001-index', UNIQUE, bare)]);
    assert.equal(
      answer.error?.message,
      'Migration 001-index was not begun: the invalid index a_id is there already, and no run of this migration left it. Remove it by: DROP INDEX CONCURRENTLY a_id',
    );
    assert.equal(await isValid('a_id'), false);
  });

  it('apply what a redo outside a transaction had reverted when it was killed', async () => {
    await run([A, INDEX]);
    await client.query(
      "insert into schema_migration_log (name, action, checksum, by) values ('002-index', 'redoing', '', '')",
    );
    await runMigrations({ client, migrations: [A, INDEX], command: 'down' });
    const again = await runMigrations({ client, migrations: [A, INDEX], command: 'redo' });
    assert.deepEqual(names(again.applied), ['002-index']);
    assert.deepEqual(again.reverted, []);
    assert.equal(await isValid('a_id'), true);
  });
});
