import assert from 'node:assert/strict';
import type { Migration } from '../../../src/migrations/index.js';
import { migration, names, useEmptyDatabase } from './harness.js';

const A = migration('001-a', 'create table a (id int)', { down: 'drop table a' });
const B = migration('002-b', 'create table b (id int)', { down: 'drop table b' });
const C = migration('003-c', 'create table c (id int)', { down: 'drop table c' });
const ONE_WAY = migration('001-a', 'create table a (id int)');

const HISTORY = ['schema_migration_log', 'schema_migrations'];

describe('plan, on PostgreSQL', () => {
  const database = useEmptyDatabase();

  it('returns what would be done, with its SQL, and changes nothing', async () => {
    const index = migration('002-i', 'create index concurrently i on a (id)', { transaction: false });
    const code = migration('003-c', async () => undefined);
    const answer = await database.run([A, index, code], { command: 'plan', of: 'up' });
    assert.deepEqual(answer.planned, [
      { name: '001-a', action: 'apply', transaction: true, sql: 'create table a (id int)' },
      { name: '002-i', action: 'apply', transaction: false, sql: 'create index concurrently i on a (id)' },
      { name: '003-c', action: 'apply', transaction: true, sql: null },
    ]);
    assert.deepEqual(await database.tables(), []);
  });

  it('refuses to revert when any of the migrations has no down, as down itself does', async () => {
    await database.run([ONE_WAY, B, C]);
    for (const request of [{ command: 'plan', of: 'down' }, { command: 'down' }] as const) {
      const answer = await database.run([ONE_WAY, B, C], { step: 3, ...request });
      assert.equal(answer.error?.code, 'IRREVERSIBLE');
      assert.equal(
        answer.error?.message,
        'Migration 001-a has no "down" and cannot be reverted. Undo it by a new migration.',
      );
      assert.deepEqual(answer.reverted, []);
      assert.equal(answer.migrations[0]?.status, 'applied');
    }
    assert.deepEqual(await database.tables(), ['a', 'b', 'c', ...HISTORY]);
  });
});

describe('redo, on PostgreSQL', () => {
  const database = useEmptyDatabase();
  const redo = (migrations: readonly Migration[]) => database.run(migrations, { command: 'redo' });

  it('reverts the last migration and applies it again', async () => {
    await database.run([A, B]);
    await database.client.query('insert into b values (1)');
    const answer = await redo([A, B]);
    assert.deepEqual(names(answer.reverted), ['002-b']);
    assert.deepEqual(names(answer.applied), ['002-b']);
    assert.deepEqual((await database.client.query('select * from b')).rows, []);
  });

  it('changes nothing when it fails half-way', async () => {
    const fragile = migration('001-a', 'create table a (id int); create table wanted.here (id int)', {
      down: 'drop table a; drop table wanted.here',
    });
    await database.client.query('create schema wanted');
    await database.run([fragile]);
    await database.client.query('drop table wanted.here; create table wanted.here (id int, other int)');
    const broken = { ...fragile, down: 'drop table a' };
    const answer = await redo([broken]);
    assert.equal(answer.error?.sqlstate, '42P07');
    assert.equal(answer.migrations[0]?.status, 'applied');
    assert.deepEqual(await database.tables(), ['a', ...HISTORY]);
  });

  it('refuses when no migration is applied', async () => {
    assert.equal((await redo([A])).error?.code, 'NOTHING_TO_REDO');
  });
});

describe('baseline, on PostgreSQL', () => {
  const database = useEmptyDatabase();

  it('records migrations as applied without running them', async () => {
    await database.client.query('create table a (id int)');
    const baseline = () => database.run([A, B, C], { command: 'baseline', to: '002-b' });
    const answer = await baseline();
    assert.deepEqual(answer.baselined, ['001-a', '002-b']);
    assert.deepEqual(names((await database.run([A, B, C])).applied), ['003-c']);
    assert.deepEqual(await database.tables(), ['a', 'c', ...HISTORY]);
    assert.equal((await baseline()).ok, true);
  });

  it('refuses a database with applied migrations', async () => {
    await database.run([A]);
    const { error } = await database.run([A, B], { command: 'baseline', to: '002-b' });
    assert.equal(error?.code, 'BASELINE_NOT_EMPTY');
    assert.equal(
      error?.message,
      '1 migrations are applied already, the last of them 001-a. A baseline is for a database that has none; apply the rest by: sbw migrate up',
    );
  });

  it('records all of the migrations or none', async () => {
    await database.run([A], { command: 'status' });
    const broken = { ...B, checksum: '\0' };
    const answer = await database.run([A, broken], { command: 'baseline', to: '002-b' });
    assert.equal(answer.error?.code, 'DATABASE_ERROR');
    assert.equal(answer.baselined, undefined);
    assert.deepEqual(
      answer.migrations.map(({ status }) => status),
      ['pending', 'pending'],
    );
  });
});

describe('history, on PostgreSQL', () => {
  const database = useEmptyDatabase();
  const history = async () => (await database.run([A, B], { command: 'history' })).history ?? [];

  it('lists what was done, when and by whom', async () => {
    await database.run([A, B], { by: 'ana' });
    await database.run([A, B], { command: 'down', by: 'bruno' });
    await database.run([A, B], { command: 'redo', by: 'carla' });
    const lines = await history();
    assert.deepEqual(
      lines.map(({ name, action, by }) => `${name} ${action} ${by}`),
      [
        '001-a applied ana',
        '002-b applied ana',
        '002-b reverted bruno',
        '001-a reverted carla',
        '001-a applied carla',
      ],
    );
    assert.match(lines[0]?.at ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(typeof lines[0]?.milliseconds, 'number');
  });

  it('lists the application that ran them if nobody is named', async () => {
    await database.run([A], { applicationName: 'release 7' });
    assert.deepEqual(
      (await history()).map(({ by }) => by),
      ['release 7'],
    );
  });

  it('is empty before the first run', async () => {
    assert.deepEqual(await history(), []);
    assert.deepEqual(await database.tables(), []);
  });

  it('includes migrations that were applied before there was a log', async () => {
    await database.run([A]);
    await database.client.query('drop table schema_migration_log');
    await database.run([A, B]);
    assert.deepEqual(names(await history()), ['001-a', '002-b']);
  });
});
