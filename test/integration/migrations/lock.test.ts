import assert from 'node:assert/strict';
import type { MigrationAnswer, MigrationRequest } from '../../../src/migrations/index.js';
import { until } from '../../support/until.js';
import { migration, names, useEmptyDatabase } from './harness.js';

const A = migration('001-a', 'create table a (id int)');

describe('the migration lock on PostgreSQL', () => {
  const database = useEmptyDatabase();

  /** Starts a run that stays inside its migration until `end` is called or its session ends. */
  async function startRun(sql = 'select 1') {
    const client = await database.connect();
    let end = () => {};
    let answer = Promise.resolve({} as MigrationAnswer);
    const started = new Promise<void>((resolve) => {
      const slow = migration('001-a', async (connection) => {
        await connection.query(sql);
        await new Promise<void>((ended) => {
          end = ended;
          resolve();
        });
      });
      answer = database.run([slow], { client, applicationName: 'release 7' });
    });
    await started;
    return { end: () => end(), answer: () => answer };
  }

  it('lets ten runs that start together apply each migration once, one of which builds an index', async () => {
    const index = migration('002-index', 'create index concurrently a_id on a (id)', { transaction: false });
    const C = migration('003-c', 'create table c (id int)');
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () =>
        database.run([A, index, C], { client: await database.connect() }),
      ),
    );
    for (const answer of answers) assert.equal(answer.error, undefined);
    assert.deepEqual(answers.flatMap(({ applied }) => names(applied)).sort(), [
      '001-a',
      '002-index',
      '003-c',
    ]);
    assert.equal(await database.isValid('a_id'), true);
  });

  it('is reported with its holder, since when, and the statement without its literals', async () => {
    const run = await startRun("select 'very secret'");
    const answer = await database.run([A], { lockWait: 0 });
    run.end();
    await run.answer();
    assert.equal(answer.error?.code, 'LOCKED');
    assert.match(
      answer.error?.message ?? '',
      /^Another run of the migrations holds the lock: "release 7" \(pid \d+, connected since \S+Z, idle in transaction for \d s, last: select '…'\)\. Wait longer by --lock-wait, or end it by: sbw migrate unlock$/,
    );
  });

  it('is waited for as long as lockWait says', async () => {
    const run = await startRun();
    const waiting = database.run([A], { lockWait: 30_000 });
    run.end();
    await run.answer();
    assert.equal((await waiting).error?.code, 'CHANGED_MIGRATION');
  });

  it('is not waited for longer than the function lives', async () => {
    const run = await startRun();
    const answer = await database.run([A], { lockWait: 600_000, remainingMs: () => 10_100 });
    run.end();
    await run.answer();
    assert.equal(answer.error?.code, 'LOCKED');
  });

  it('is released after a failure', async () => {
    await database.run([migration('001-a', 'nonsense')]);
    const next = await database.run([A], { client: await database.connect(), lockWait: 0 });
    assert.equal(next.ok, true);
  });

  it('is not waited for by a status or a plan', async () => {
    const run = await startRun();
    for (const request of [{ command: 'status' }, { command: 'plan', of: 'up' }] as const) {
      assert.equal((await database.run([A], request)).ok, true);
    }
    run.end();
    await run.answer();
  });

  it('is unlocked only if the given process holds it', async () => {
    const run = await startRun('create table half (id int)');
    const unlock = (more: Partial<MigrationRequest> = {}) =>
      database.run([A], { ...more, command: 'unlock' });
    const { holder } = await unlock();
    assert.equal(holder?.application, 'release 7');
    const other = await unlock({ pid: 1 });
    assert.equal(other.error?.code, 'HOLDER_CHANGED');
    assert.equal((await unlock()).holder?.pid, holder?.pid);
    const ended = await unlock({ pid: holder?.pid });
    assert.equal(ended.holder?.pid, holder?.pid);
    run.end();
    assert.equal((await run.answer()).ok, false);
    const next = await database.run([A], { lockWait: 0 });
    assert.equal(next.ok, true);
    assert.deepEqual(await database.tables(), ['a', 'schema_migration_log', 'schema_migrations']);
    assert.equal((await unlock()).holder, null);
  });

  it('is lost by a session that is idle for too long', async () => {
    const client = await database.connect();
    const idle = migration('001-a', () => new Promise(() => undefined));
    void database.run([idle], { client, idleTimeout: 200 });
    await until('the lock is held', async () => {
      const { holder } = await database.run([A], { command: 'unlock' });
      return holder != null;
    });
    const next = await database.run([A]);
    assert.equal(next.ok, true);
  });
});
