import { isSameText } from './checksum.js';
import type { HistoryEntry, Migration, MigrationClient, MigrationState } from './types.js';

/** An applied migration, as the table `schema_migrations` holds it. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  /** ISO 8601 in UTC. */
  readonly appliedAt: string;
}

export type Action = HistoryEntry['action'];

/** The tables about migrations: `applied` holds the applied ones, `log` everything that was done. */
export interface History {
  readonly client: MigrationClient;
  /** Quoted table name with its schema, since a migration may change the search path. */
  readonly applied: string;
  /** As `applied`. */
  readonly log: string;
  /** Who runs the migrations. */
  readonly by: string;
}

const ISO = (column: string) =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

/** Returns the tables; undefined if they do not exist. Changes nothing. */
export async function findHistory(client: MigrationClient, by: string): Promise<History | undefined> {
  const { rows } = await client.query(
    `select quote_ident(nspname) as schema from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where pg_class.oid = to_regclass('schema_migrations')`,
  );
  return rows[0] && historyIn(client, String(rows[0].schema), by);
}

function historyIn(client: MigrationClient, schema: string, by: string): History {
  return { client, applied: `${schema}.schema_migrations`, log: `${schema}.schema_migration_log`, by };
}

/** Creates the tables that are missing. Copies migrations that were applied before there was a log into a new log. */
export async function openHistory(client: MigrationClient, by: string): Promise<History> {
  const found = await findHistory(client, by);
  const { rows } = found
    ? { rows: [] }
    : await client.query('select quote_ident(current_schema()) as schema');
  const history = found ?? historyIn(client, String(rows[0]?.schema), by);
  await client.query(
    `create table if not exists ${history.applied} (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default clock_timestamp(),
      milliseconds integer not null
    )`,
  );
  if (await hasLog(history)) return history;
  // PostgreSQL runs several statements sent as one text in one transaction.
  await client.query(
    `create table ${history.log} (
      id bigint generated always as identity primary key,
      name text not null,
      action text not null,
      checksum text not null,
      at timestamptz not null default clock_timestamp(),
      milliseconds integer,
      by text not null
     );
     insert into ${history.log} (name, action, checksum, at, milliseconds, by)
       select name, 'applied', checksum, applied_at, milliseconds, '' from ${history.applied} order by applied_at, name`,
  );
  return history;
}

async function hasLog({ client, log }: History): Promise<boolean> {
  const { rows } = await client.query('select to_regclass($1) is not null as there', [log]);
  return rows[0]?.there === true;
}

/** Returns the applied migrations in the order of their names. */
export async function readApplied(history: History | undefined): Promise<AppliedMigration[]> {
  if (!history) return [];
  const { rows } = await history.client.query(
    `select name, checksum, ${ISO('applied_at')} from ${history.applied} order by name collate "C"`,
  );
  return rows.map(({ name, checksum, applied_at }) => ({
    name: String(name),
    checksum: String(checksum),
    appliedAt: String(applied_at),
  }));
}

/** Returns the lines of the log, oldest first. */
export async function readLog(history: History | undefined): Promise<HistoryEntry[]> {
  if (!history || !(await hasLog(history))) return [];
  const { rows } = await history.client.query(
    `select name, action, ${ISO('at')}, milliseconds, by from ${history.log} log order by id`,
  );
  return rows as unknown as HistoryEntry[];
}

/** True inside the transaction that `MARKED_BEGIN` began, while it is open. */
const STILL_INSIDE = "current_setting('superbowleto.migrating', true) = 'on'";
export const MARKED_BEGIN = 'begin; set local superbowleto.migrating = on';

const INSERT = (history: History, condition: string) => `with row as (
  insert into ${history.applied} (name, checksum, milliseconds) select $1, $2, $3::int where ${condition} returning *
) insert into ${history.log} (name, action, checksum, milliseconds, by) select name, $4, checksum, $3, $5 from row returning id`;

const DELETE = (history: History, condition: string) => `with row as (
  delete from ${history.applied} where name = $1 and ${condition} returning *
) insert into ${history.log} (name, action, checksum, milliseconds, by) select name, $4, $2, $3::int, $5 from row returning id`;

/**
 * Records that a migration was applied, reverted or baselined, in one statement.
 *
 * @param inside whether this must happen in the migration's own transaction
 * @returns false if that transaction is no longer open; nothing is written then
 */
export async function record(
  history: History,
  { name, checksum }: Migration,
  action: 'applied' | 'reverted' | 'baselined',
  milliseconds: number,
  inside: boolean,
): Promise<boolean> {
  const statement = action === 'reverted' ? DELETE : INSERT;
  const values = [name, checksum, Math.round(milliseconds), action, history.by];
  const { rows } = await history.client.query(statement(history, inside ? STILL_INSIDE : 'true'), values);
  return rows.length > 0;
}

/** Adds a line to the log, and changes nothing in `applied`. */
export async function logAction(
  history: History,
  { name, checksum }: Migration,
  action: Action,
): Promise<void> {
  await history.client.query(
    `insert into ${history.log} (name, action, checksum, by) values ($1, $2, $3, $4)`,
    [name, action, checksum, history.by],
  );
}

/** Returns the action in the last line of the log about a migration. */
export async function lastAction(history: History, { name }: Migration): Promise<Action | undefined> {
  const { rows } = await history.client.query(
    `select action from ${history.log} where name = $1 order by id desc limit 1`,
    [name],
  );
  return rows[0]?.action as Action | undefined;
}

/** Returns the name of the migration whose `redo`, outside a transaction, was interrupted; undefined for none. */
export async function interruptedRedo(history: History): Promise<string | undefined> {
  const { rows } = await history.client.query(
    `select name from ${history.log} begun where action = 'redoing' and not exists
       (select from ${history.log} later where later.id > begun.id and later.name = begun.name and later.action = 'applied')
     order by id desc limit 1`,
  );
  return rows[0] && String(rows[0].name);
}

/** Returns the state of every migration of this release and of every other one in the database, in order of name. */
export function listStates(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): MigrationState[] {
  const rows = new Map(applied.map((row) => [row.name, row]));
  const known = new Set(migrations.map(({ name }) => name));
  const states = migrations.map(({ name, checksum }): MigrationState => {
    const row = rows.get(name);
    if (!row) return { name, status: 'pending', appliedAt: null };
    return {
      name,
      status: isSameText(row.checksum, checksum) ? 'applied' : 'changed',
      appliedAt: row.appliedAt,
    };
  });
  for (const { name, appliedAt } of applied) {
    if (!known.has(name)) states.push({ name, status: 'missing', appliedAt });
  }
  return states.sort((a, b) => (a.name < b.name ? -1 : 1));
}
