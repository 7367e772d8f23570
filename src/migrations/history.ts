import type { Migration, MigrationClient, MigrationState } from './types.js';

/** An applied migration as the database remembers it. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: string;
}

const TABLE = 'schema_migrations';

export async function createHistory(client: MigrationClient): Promise<void> {
  await client.query(
    `create table if not exists ${TABLE} (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default clock_timestamp(),
      milliseconds integer not null
    )`,
  );
}

/** In the order of their names; none when the table is not there yet, so that asking changes nothing. */
export async function readHistory(client: MigrationClient): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query(`select to_regclass($1) is not null as exists`, [TABLE]);
  if (!tables[0]?.exists) return [];
  const { rows } = await client.query(
    `select name, checksum, to_char(applied_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as applied_at
     from ${TABLE} order by name collate "C"`,
  );
  return rows.map((row) => ({
    name: String(row.name),
    checksum: String(row.checksum),
    appliedAt: String(row.applied_at),
  }));
}

export async function recordApplied(
  client: MigrationClient,
  migration: Migration,
  milliseconds: number,
): Promise<void> {
  const values = [migration.name, migration.checksum, Math.round(milliseconds)];
  await client.query(`insert into ${TABLE} (name, checksum, milliseconds) values ($1, $2, $3)`, values);
}

export async function recordReverted(client: MigrationClient, name: string): Promise<void> {
  await client.query(`delete from ${TABLE} where name = $1`, [name]);
}

/** Every migration of this release and every one that the database knows besides, by name. */
export function listStates(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): MigrationState[] {
  const rows = new Map(applied.map((row) => [row.name, row]));
  const known = new Set(migrations.map(({ name }) => name));
  const states = migrations.map(({ name, checksum }): MigrationState => {
    const row = rows.get(name);
    if (!row) return { name, status: 'pending', appliedAt: null };
    return { name, status: row.checksum === checksum ? 'applied' : 'changed', appliedAt: row.appliedAt };
  });
  for (const { name, appliedAt } of applied) {
    if (!known.has(name)) states.push({ name, status: 'missing', appliedAt });
  }
  return states.sort((a, b) => (a.name < b.name ? -1 : 1));
}
