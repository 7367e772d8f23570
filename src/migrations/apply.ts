import { logAction, MARKED_BEGIN, record } from './history.js';
import { MigrationProblem, migrationFailed } from './problem.js';
import type { Direction, Run } from './run.js';
import type { Session } from './session.js';
import type { Migration, MigrationBody } from './types.js';
import { runWithoutTransaction } from './without-transaction.js';

/** Runs a migration's `up` or `down`, and records it in the same transaction if the migration runs in one. */
export async function applyMigration(run: Run, migration: Migration, direction: Direction): Promise<void> {
  if (migration.transaction === false)
    await runWithoutTransaction(run, migration, direction, bodyOf(migration, direction));
  else await inTransaction(run, migration, [direction]);
}

/** Reverts a migration and applies it again, in one transaction if the migration runs in one. */
export async function redoMigration(run: Run, migration: Migration): Promise<void> {
  if (migration.transaction !== false) return await inTransaction(run, migration, ['down', 'up']);
  await logAction(run.history, migration, 'redoing');
  await runWithoutTransaction(run, migration, 'down', bodyOf(migration, 'down'));
  await runWithoutTransaction(run, migration, 'up', bodyOf(migration, 'up'));
}

/**
 * Returns the `up` or the `down` of a migration.
 *
 * @throws {MigrationProblem} IRREVERSIBLE when it has no `down`
 */
export function bodyOf(migration: Migration, direction: Direction): MigrationBody {
  const body = direction === 'up' ? migration.up : migration.down;
  if (body !== undefined) return body;
  throw new MigrationProblem(
    'IRREVERSIBLE',
    `Migration ${migration.name} has no "down" and cannot be reverted. Undo it by a new migration.`,
    { migration: migration.name },
  );
}

async function inTransaction(run: Run, migration: Migration, directions: readonly Direction[]) {
  const { history, clock } = run;
  const { client } = history;
  const bodies = directions.map((direction) => [direction, bodyOf(migration, direction)] as const);
  await client.query(begin(run.session()));
  try {
    for (const [direction, body] of bodies) {
      const began = clock.now().getTime();
      if (typeof body === 'string') await client.query(body);
      else await body(client);
      const action = direction === 'up' ? 'applied' : 'reverted';
      const milliseconds = clock.now().getTime() - began;
      if (!(await record(history, migration, action, milliseconds, true))) throw endedTransaction(migration);
    }
    await client.query('commit');
  } catch (error) {
    // A lost connection is rolled back anyway. The error to report is the first one.
    await client.query('rollback').catch(() => undefined);
    throw migrationFailed(migration, error, 'It was rolled back whole: nothing of it remains.');
  }
}

/** Returns one text of several statements, which takes one round trip. */
function begin({ statementTimeout, transactionTimeout, lockTimeout, searchPath }: Session): string {
  return [
    MARKED_BEGIN,
    ...(transactionTimeout === undefined ? [] : [`set local transaction_timeout = ${transactionTimeout}`]),
    `set local statement_timeout = ${statementTimeout}`,
    `set local lock_timeout = ${lockTimeout}`,
    `set local search_path = ${searchPath || "''"}`,
  ].join('; ');
}

function endedTransaction(migration: Migration): MigrationProblem {
  return new MigrationProblem(
    'TRANSACTION_CONTROL',
    `Migration ${migration.name} ends its own transaction (COMMIT or ROLLBACK): what it did so far stays and is not recorded. Take that statement out, and undo by hand what stayed.`,
    { migration: migration.name },
  );
}
