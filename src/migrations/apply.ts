import type { Clock } from '../clock.js';
import { recordApplied, recordReverted } from './history.js';
import { MigrationProblem, postgresAccount } from './problem.js';
import type { Migration, MigrationBody, MigrationClient } from './types.js';

type Direction = 'up' | 'down';

/** Runs a migration's `up` or `down` and writes the history in the same transaction, where it has one. */
export async function applyMigration(
  client: MigrationClient,
  migration: Migration,
  direction: Direction,
  clock: Clock,
): Promise<void> {
  const body = direction === 'up' ? migration.up : migration.down;
  if (body === undefined) {
    throw new MigrationProblem(
      'IRREVERSIBLE',
      `Migration ${migration.name} has no "down" and cannot be reverted. Undo it by a new migration.`,
      { migration: migration.name },
    );
  }
  const began = clock.now().getTime();
  const record = () =>
    direction === 'up'
      ? recordApplied(client, migration, clock.now().getTime() - began)
      : recordReverted(client, migration.name);
  const run = migration.transaction === false ? runBare : runInTransaction;
  await run(client, migration, body, record);
}

type Run = (
  client: MigrationClient,
  migration: Migration,
  body: MigrationBody,
  record: () => Promise<void>,
) => Promise<void>;

const runInTransaction: Run = async (client, migration, body, record) => {
  await client.query('begin');
  try {
    const before = await transactionId(client);
    await execute(client, body);
    if ((await transactionId(client)) !== before) throw endedItself(migration);
    await record();
    await client.query('commit');
  } catch (error) {
    // A connection that is gone has rolled back already; the first error is the one to tell.
    await client.query('rollback').catch(() => undefined);
    throw failed(migration, error, 'It was rolled back whole: nothing of it remains.');
  }
};

const runBare: Run = async (client, migration, body, record) => {
  try {
    await execute(client, body);
  } catch (error) {
    const invalid = await invalidIndex(client, body).catch(() => undefined);
    throw failed(migration, error, `It runs outside a transaction.${invalid ? dropAdvice(invalid) : ''}`);
  }
  const invalid = await invalidIndex(client, body);
  if (invalid) {
    throw new MigrationProblem(
      'INVALID_INDEX',
      `Migration ${migration.name} ended without an error but was not recorded.${dropAdvice(invalid)}`,
      { migration: migration.name },
    );
  }
  await record();
};

async function execute(client: MigrationClient, body: MigrationBody): Promise<void> {
  if (typeof body === 'string') await client.query(body);
  else await body(client);
}

async function transactionId(client: MigrationClient): Promise<unknown> {
  const { rows } = await client.query('select pg_current_xact_id()::text as id');
  return rows[0]?.id;
}

/**
 * CREATE INDEX CONCURRENTLY that fails leaves an invalid index behind, and IF NOT EXISTS then takes it for the
 * wanted one. Only an index that the SQL names is meant: others may be another session's work.
 */
async function invalidIndex(client: MigrationClient, body: MigrationBody): Promise<string | undefined> {
  if (typeof body !== 'string') return undefined;
  const { rows } = await client.query(
    `select indexrelid::regclass::text as name, relname from pg_index join pg_class on pg_class.oid = indexrelid
     where not indisvalid`,
  );
  const found = rows.find(({ relname }) => body.includes(String(relname)));
  return found && String(found.name);
}

function dropAdvice(index: string): string {
  return ` It left the invalid index ${index}: remove it by DROP INDEX CONCURRENTLY ${index}, then run the migration again.`;
}

function endedItself(migration: Migration): MigrationProblem {
  return new MigrationProblem(
    'TRANSACTION_CONTROL',
    `Migration ${migration.name} ends its own transaction (COMMIT or ROLLBACK): what it did so far stays and is not recorded. Take that statement out, and undo by hand what stayed.`,
    { migration: migration.name },
  );
}

function failed(migration: Migration, error: unknown, outcome: string): MigrationProblem {
  if (error instanceof MigrationProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  const account = postgresAccount(Object(error));
  const advice = account.sqlstate === '55P03' ? ' A table it needs is in use: run it again later.' : '';
  return new MigrationProblem(
    account.sqlstate === '55P03' ? 'LOCK_TIMEOUT' : 'MIGRATION_FAILED',
    `Migration ${migration.name} failed: ${message.replace(/\.$/, '')}. ${outcome}${advice}`,
    { migration: migration.name, ...account },
    error,
  );
}
