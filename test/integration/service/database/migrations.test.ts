import assert from 'node:assert/strict';
import type pg from 'pg';
import { runMigrations } from '../../../../src/migrations/index.js';
import { FIELDS, type Field } from '../../../../src/service/boletos/fields.js';
import { listMigrations } from '../../../../src/service/database/migrations.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { createDatabase } from '../../migrations/database.js';

/** Selects the schema from PostgreSQL's catalogue. */
const CATALOGUE = `
  select 'column' as kind, table_name as owner, column_name as name,
    concat_ws(' ', ordinal_position,
      data_type, is_nullable, column_default, is_identity) as definition
  from information_schema.columns where table_schema = 'public'
  union all
  select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  from pg_constraint where connamespace = 'public'::regnamespace
  union all
  select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
  union all
  select 'valid', indrelid::regclass::text, indexrelid::regclass::text, indisvalid::text
  from pg_index join pg_class on pg_class.oid = indexrelid where relnamespace = 'public'::regnamespace
  union all
  select 'sequence', '', sequencename, concat_ws(' ', data_type, start_value, increment_by, cycle)
  from pg_sequences where schemaname = 'public'
  union all
  select 'other', '', proname, pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
  union all
  select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  order by 1, 2, 3, 4`;

/** By migration, the INSERT of the release before it: that release still runs after the migration. */
const PREVIOUS_INSERTS: Readonly<Record<string, string>> = {
  '2026-11-24T19-00-create-tenants': `insert into boletos (id, token, queue_url, status, register, expiration_date, amount,
    issuer, issuer_account, issuer_agency, issuer_wallet, title_id, barcode, digitable_line)
    values ('previous', 't', 'q', 'issued', true, '2027-01-01', 100, 'bradesco', '1', '2', '26', 7, repeat('1', 44), 'l')`,
  '2026-11-24T19-10-widen-registration': `insert into boletos (id, token, queue_url, status, register, expiration_date,
    amount, issuer, issuer_account, issuer_agency, issuer_wallet, title_id, barcode, digitable_line, tenant_id)
    values ('previous', 't', 'q', 'issued', true, '2027-01-01', 100, 'bradesco', '1', '2', '26', 7, repeat('1', 44), 'l', 'default')
    on conflict (issuer, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0'), title_id)
    do nothing`,
};

describe("the service's migrations", () => {
  let server: TestPostgres;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let client: pg.Client;
  const migrations = listMigrations();

  before(async () => {
    server = await startTestPostgres();
  });
  after(() => server.stop());
  beforeEach(async () => {
    database = await createDatabase(server);
    client = await database.connect();
  });
  afterEach(() => database.drop());

  async function run(command: 'up' | 'down', to?: string): Promise<void> {
    const answer = await runMigrations({ client, migrations, command, ...(to ? { to } : {}) });
    assert.equal(answer.error, undefined);
  }

  async function schema(): Promise<unknown[]> {
    const { rows } = await client.query(CATALOGUE);
    return rows.filter(({ owner, name }) => !`${owner} ${name}`.includes('schema_migration'));
  }

  it('leave nothing when all are reverted, and then make the same schema again', async () => {
    await run('up');
    const first = await schema();
    assert.ok(first.length > 100);
    await run('down', migrations[0]?.name);
    assert.deepEqual(await schema(), []);
    await run('up');
    assert.deepEqual(await schema(), first);
  });

  it('revert, each of them, to the schema before it', async () => {
    for (const { name } of migrations) {
      const before = await schema();
      await run('up', name);
      await run('down');
      assert.deepEqual(withoutPositions(await schema()), withoutPositions(before), name);
      await run('up', name);
    }
  });

  it('make a column of every field of a boleto, of the type that the INSERT writes', async () => {
    await run('up');
    const { rows } = await client.query<{ name: string; type: string }>(
      `select column_name as name, data_type as type from information_schema.columns where table_name = 'boletos'`,
    );
    const ofSql = ['title_series', 'registering_until', 'status_filter'];
    assert.deepEqual(rows.map(({ name }) => name).sort(), [...Object.keys(FIELDS), ...ofSql].sort());
    const json = Object.entries<Field>(FIELDS).filter(([, { insert }]) => insert === 'json');
    assert.deepEqual(
      rows
        .filter(({ type }) => type === 'json')
        .map(({ name }) => name)
        .sort(),
      json.map(([name]) => name).sort(),
    );
  });

  for (const [name, insert] of Object.entries(PREVIOUS_INSERTS)) {
    it(`let the release before ${name} still insert`, async () => {
      await run('up', name);
      await client.query(insert);
      const { rows } = await client.query("select tenant_id from boletos where id = 'previous'");
      assert.deepEqual(rows, [{ tenant_id: 'default' }]);
    });
  }
});

/** Removes the columns' positions: a column that was dropped and added again is the last. */
function withoutPositions(rows: unknown[]): unknown[] {
  return (rows as { kind: string; definition: string }[]).map((row) =>
    row.kind === 'column' ? { ...row, definition: row.definition.replace(/^\d+ /, '') } : row,
  );
}
