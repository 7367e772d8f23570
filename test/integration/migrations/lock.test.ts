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

function migration(name: string, up: Migration['up'], more: Partial<Migration> = {}): Migration {
  return { name, up, checksum: checksum(String(up)), ...more };
}

const A = migration('001-a', 'create table a (id int)');
const names = (done: MigrationAnswer['applied']) => done.map(({ name }) => name);

describe('the lock of the migrations on PostgreSQL', () => {
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

  /** A run that stays inside its migration until `end` is called or its session is ended. */
  async function startRun(sql = 'select 1') {
    const own = await database.connect();
    let end = () => {};
    let running = Promise.resolve({} as MigrationAnswer);
    const held = new Promise<void>((resolve) => {
      const slow = migration('001-a', async (connection) => {
        await connection.query(sql);
        await new Promise<void>((go) => {
          end = go;
          resolve();
        });
      });
      running = runMigrations({
        client: own,
        migrations: [slow],
        command: 'up',
        applicationName: 'release 7',
      });
    });
    await held;
    return { end: () => end(), running: () => running };
  }

  it('lets ten runners that start together run each migration once, one of them building an index', async () => {
    const index = migration('002-index', 'create index concurrently a_id on a (id)', { transaction: false });
    const C = migration('003-c', 'create table c (id int)');
    const runs = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const own = await database.connect();
        return await runMigrations({ client: own, migrations: [A, index, C], command: 'up' });
      }),
    );
    for (const run of runs) assert.equal(run.error, undefined);
    assert.deepEqual(runs.flatMap((run) => names(run.applied)).sort(), ['001-a', '002-index', '003-c']);
    const { rows } = await client.query(
      "select indisvalid from pg_index where indexrelid = 'a_id'::regclass",
    );
    assert.deepEqual(rows, [{ indisvalid: true }]);
  });

  it('names who holds it, since when, and what it runs without its literals', async () => {
    const run = await startRun("select 'very secret'");
    const answer = await runMigrations({ client, migrations: [A], command: 'up', lockWait: 0 });
    run.end();
    await run.running();
    assert.equal(answer.error?.code, 'LOCKED');
    assert.match(
      answer.error?.message ?? '',
      /^Another run of the migrations holds the lock: "release 7" \(pid \d+, connected since \S+Z, idle in transaction for \d s, last: select '…'\)\. Wait longer by --lock-wait, or end it by: sbw migrate unlock$/,
    );
  });

  it('waits as long as it is told', async () => {
    const run = await startRun();
    const waiting = runMigrations({ client, migrations: [A], command: 'up', lockWait: 30_000 });
    run.end();
    await run.running();
    assert.equal((await waiting).error?.code, 'CHANGED_MIGRATION');
  });

  it('is freed after a failure', async () => {
    await runMigrations({ client, migrations: [migration('001-a', 'nonsense')], command: 'up' });
    const own = await database.connect();
    const next = await runMigrations({ client: own, migrations: [A], command: 'up', lockWait: 0 });
    assert.equal(next.ok, true);
  });

  it('is not waited for by a status or a dry run', async () => {
    const run = await startRun();
    for (const request of [{ command: 'status' }, { command: 'plan', of: 'up' }] as const) {
      assert.equal((await runMigrations({ client, migrations: [A], ...request })).ok, true);
    }
    run.end();
    await run.running();
  });

  it('is taken from who was seen to hold it, and from nobody else', async () => {
    const run = await startRun('create table half (id int)');
    const ask = (more = {}) => runMigrations({ client, migrations: [A], command: 'unlock', ...more });
    const { holder } = await ask();
    assert.equal(holder?.application, 'release 7');
    const other = await ask({ pid: 1 });
    assert.equal(other.error?.code, 'HOLDER_CHANGED');
    const ended = await ask({ pid: holder?.pid });
    assert.equal(ended.holder?.pid, holder?.pid);
    run.end();
    assert.equal((await run.running()).ok, false);
    const next = await runMigrations({ client, migrations: [A], command: 'up', lockWait: 0 });
    assert.equal(next.ok, true);
    assert.equal((await client.query("select to_regclass('half') as half")).rows[0]?.half, null);
    assert.equal((await ask()).holder, null);
  });

  it('is lost by a session that sits idle too long', async () => {
    const own = await database.connect();
    const idle = migration('001-a', () => new Promise(() => undefined));
    void runMigrations({ client: own, migrations: [idle], command: 'up', idleTimeout: 200 });
    await until('the lock is held', async () => {
      const { holder } = await runMigrations({ client, migrations: [A], command: 'unlock' });
      return holder != null;
    });
    const next = await runMigrations({ client, migrations: [A], command: 'up' });
    assert.equal(next.ok, true);
  });
});
