import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { MigrationClient } from '../../../src/migrations/index.js';
import { until } from '../../support/until.js';
import { migration, names, useEmptyDatabase } from './harness.js';

const outside = { transaction: false };
const A = migration('001-a', 'create table a (id int)');
const INDEX = migration('002-index', 'create index concurrently a_id on a (id)', {
  ...outside,
  down: 'drop index concurrently a_id',
});
const C = migration('003-c', 'create table c (id int)', { down: 'drop table c' });
const ALL = [A, INDEX, C];
const UNIQUE = 'create unique index concurrently if not exists a_id on a (id)';

/** Returns a client that loses its connection at its n-th statement, after it was sent. */
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

describe('an interrupted run of migrations on PostgreSQL', () => {
  const database = useEmptyDatabase();
  type Request = { readonly command: 'up' | 'down'; readonly to?: string };

  /** Applies all of the migrations to a database without tables. */
  async function prepareDown(): Promise<void> {
    await dropTables();
    assert.deepEqual(names((await database.run(ALL)).applied), names(ALL));
  }

  const dropTables = () =>
    database.client.query('drop table if exists a, c, schema_migrations, schema_migration_log');

  /** Completes a run, and returns the numbers of its statements from the one that takes the lock. */
  async function statementsOf(request: Request): Promise<number[]> {
    const texts: string[] = [];
    const client: MigrationClient = {
      query: (text, values) => {
        texts.push(text);
        return database.client.query(text, values);
      },
    };
    assert.equal((await database.run(ALL, { client, ...request })).error, undefined);
    const first = texts.findIndex((text) => text.includes('pg_try_advisory_lock'));
    return texts.map((_, index) => index + 1).slice(first);
  }

  /** Runs a request whose connection is lost at a statement, and then the same request again. */
  async function interruptAndRepeat(statement: number, request: Request) {
    const client = cutAt(await database.connect(), statement);
    const interrupted = await database.run(ALL, { client, ...request });
    assert.equal(interrupted.ok, false, `statement ${statement} was not cut`);
    const again = await database.run(ALL, request);
    assert.equal(again.error, undefined, `after statement ${statement}`);
    return again;
  }

  async function logged(action: string): Promise<string[]> {
    const { rows } = await database.client.query(
      'select name from schema_migration_log where action = $1 order by id',
      [action],
    );
    return names(rows);
  }

  it('of up is completed by the next one, at whatever statement the connection was lost', async () => {
    const up = { command: 'up' } as const;
    const statements = await statementsOf(up);
    assert.ok(statements.length > 15, `${statements.length} statements`);
    for (const statement of statements) {
      await dropTables();
      await interruptAndRepeat(statement, up);
      assert.equal(await database.isValid('a_id'), true, `after statement ${statement}`);
      assert.deepEqual(await logged('applied'), ['001-a', '002-index', '003-c']);
    }
  });

  it('of down is completed by the next one, at whatever statement the connection was lost', async () => {
    const down = { command: 'down', to: '002-index' } as const;
    await prepareDown();
    const statements = await statementsOf(down);
    assert.ok(statements.length > 15, `${statements.length} statements`);
    for (const statement of statements) {
      await prepareDown();
      const { migrations } = await interruptAndRepeat(statement, down);
      assert.deepEqual(
        migrations.map(({ status }) => status),
        ['applied', 'pending', 'pending'],
      );
      assert.equal(await database.isValid('a_id'), undefined, `after statement ${statement}`);
      assert.deepEqual(await logged('reverted'), ['003-c', '002-index']);
      assert.deepEqual(await database.tables(), ['a', 'schema_migration_log', 'schema_migrations']);
    }
  });

  it('leaves neither a statement nor the lock behind when its process gets SIGKILL', async () => {
    const { server, client } = database;
    const sleeping = migration('002-b', 'create table b (id int); select pg_sleep(600)');
    const { host, port, user, password } = server;
    const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${client.database}`;
    const script = fileURLToPath(new URL('./run-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, JSON.stringify([A, sleeping])], {
      stdio: 'ignore',
    });
    const sleepers = async () => {
      const { rows } = await client.query(
        `select pid from pg_stat_activity where query like '%pg_sleep(600)' and pid <> pg_backend_pid()`,
      );
      return rows.length;
    };
    await until('the statement runs', async () => (await sleepers()) === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await until('its backend is gone', async () => (await sleepers()) === 0);
    const next = await database.run([A, migration('002-b', 'create table b (id int)')], { lockWait: 0 });
    assert.equal(next.error, undefined);
    assert.deepEqual(names(next.applied), ['002-b']);
  });

  it('answers when a statement exceeds its time limit', async () => {
    const sleeping = migration('001-a', 'create table a (id int); select pg_sleep(600)');
    const { error } = await database.run([sleeping], { statementTimeout: 200 });
    assert.equal(error?.code, 'STATEMENT_TIMEOUT');
    assert.equal(error?.sqlstate, '57014');
    assert.deepEqual(await database.tables(), ['schema_migration_log', 'schema_migrations']);
  });

  it('reports a deadlock, rolls back, and succeeds the next time', async () => {
    await database.client.query('create table a (id int); create table b (id int)');
    const other = await database.connect();
    await other.query("set deadlock_timeout = '1h'; begin; lock table b in access exclusive mode");
    let waiting: Promise<unknown> = Promise.resolve();
    const crossed = migration('001-crossed', async (connection) => {
      await connection.query('lock table a in access exclusive mode');
      waiting = other.query('lock table a in access exclusive mode');
      await connection.query('alter table b add column name text');
    });
    const { error } = await database.run([crossed], { tableLockTimeout: 20_000 });
    await waiting;
    await other.query('rollback');
    assert.equal(error?.code, 'DEADLOCK');
    assert.match(error?.message ?? '', /It was rolled back whole: nothing of it remains\. It and another/);
    const next = await database.run([migration('001-crossed', 'alter table b add column name text')]);
    assert.equal(next.ok, true);
  });

  it('waits for a reader during CREATE INDEX CONCURRENTLY, longer than a statement that blocks others', async () => {
    await database.run([A]);
    const reader = await database.connect();
    await reader.query('begin isolation level repeatable read; select * from a');
    const building = database.run([A, INDEX]);
    const watcher = await database.connect();
    await until('the build waits', async () => {
      const { rows } = await watcher.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'create index%'",
      );
      return rows.length === 1;
    });
    await reader.query('commit');
    assert.equal((await building).error, undefined);
    assert.equal(await database.isValid('a_id'), true);
  });

  it('names the invalid index that a failed build leaves, and the next run drops it', async () => {
    await database.client.query('create table a (id int); insert into a values (1), (1)');
    const unique = migration('001-index', UNIQUE, outside);
    const failed = await database.run([unique]);
    assert.equal(
      failed.error?.message,
      'Migration 001-index failed: could not create unique index "a_id". It runs outside a transaction. It left the invalid index a_id: the next run drops it and builds it anew, or do it by: DROP INDEX CONCURRENTLY a_id',
    );
    assert.equal(failed.error?.detail, 'Key (id)=(1) is duplicated.');
    await database.client.query('delete from a');
    const again = await database.run([unique]);
    assert.deepEqual(again.warnings, [
      'Migration 001-index had left a_id invalid; it was dropped and built anew.',
    ]);
    assert.equal(await database.isValid('a_id'), true);
  });

  it('neither drops nor accepts an invalid index of somebody else', async () => {
    await database.client.query('create table a (id int); insert into a values (1), (1)');
    await assert.rejects(database.client.query(UNIQUE), { code: '23505' });
    const { error } = await database.run([migration('001-index', UNIQUE, outside)]);
    assert.equal(error?.code, 'INVALID_INDEX');
    assert.equal(
      error?.message,
      'Migration 001-index was not begun: the invalid index a_id is there already, and no run of this migration left it. Remove it by: DROP INDEX CONCURRENTLY a_id',
    );
    assert.equal(await database.isValid('a_id'), false);
  });

  it('of redo, outside a transaction, is completed by applying the migration', async () => {
    await database.run([A, INDEX]);
    await database.client.query(
      "insert into schema_migration_log (name, action, checksum, by) values ('002-index', 'redoing', '', '')",
    );
    await database.run([A, INDEX], { command: 'down' });
    const again = await database.run([A, INDEX], { command: 'redo' });
    assert.deepEqual(names(again.applied), ['002-index']);
    assert.deepEqual(again.reverted, []);
    assert.equal(await database.isValid('a_id'), true);
  });
});
