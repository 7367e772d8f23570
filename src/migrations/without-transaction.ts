import { type History, lastAction, logAction, record } from './history.js';
import { indexWorkOf, invalidIndex, stateOfIndex } from './indexes.js';
import { MigrationProblem, migrationFailed } from './problem.js';
import type { Direction, Run } from './run.js';
import { setSession } from './session.js';
import type { Migration, MigrationBody } from './types.js';

/**
 * Runs a migration outside a transaction.
 *
 * Writes to the log before it begins. After a run that was killed, the next run knows by that line that an index is the
 * migration's own: it records a valid one, and drops and builds an invalid one again.
 */
export async function runWithoutTransaction(
  run: Run,
  migration: Migration,
  direction: Direction,
  body: MigrationBody,
): Promise<void> {
  const { history, clock } = run;
  const began = clock.now().getTime();
  const action = direction === 'up' ? 'applied' : 'reverted';
  const finish = async () => {
    await record(history, migration, action, clock.now().getTime() - began, false);
  };
  await setLimits(run, body);
  const begun = direction === 'up' ? 'applying' : 'reverting';
  const wasInterrupted = (await lastAction(history, migration)) === begun;
  if (await recoverIndex(run, migration, body, wasInterrupted)) return await finish();
  if (!wasInterrupted) await logAction(history, migration, begun);
  await execute(history, migration, body);
  await finish();
}

async function setLimits({ history, session }: Run, body: MigrationBody): Promise<void> {
  const { statementTimeout, lockTimeout, concurrentLockTimeout, searchPath } = session();
  const isConcurrent = typeof body === 'string' && /\bconcurrently\b/i.test(body);
  await setSession(history.client, 'statement_timeout', String(statementTimeout));
  await setSession(
    history.client,
    'lock_timeout',
    String(isConcurrent ? concurrentLockTimeout : lockTimeout),
  );
  await setSession(history.client, 'search_path', searchPath);
}

/**
 * Returns whether an interrupted run has already finished the index that the migration builds or drops. Drops an
 * invalid index that such a run left.
 *
 * @throws {MigrationProblem} INVALID_INDEX when the index is not this migration's
 */
async function recoverIndex(
  { history, warn }: Run,
  migration: Migration,
  body: MigrationBody,
  wasInterrupted: boolean,
): Promise<boolean> {
  const { client } = history;
  const work = indexWorkOf(body);
  if (!work) return false;
  const { index, verb } = work;
  const state = await stateOfIndex(client, index);
  const isDone = verb === 'build' ? state === 'valid' : state === undefined;
  if (isDone && wasInterrupted)
    warn(`Migration ${migration.name} was done with ${index} before it was interrupted.`);
  if (isDone || verb === 'drop' || state === undefined) return isDone && wasInterrupted;
  if (state === 'building' || !wasInterrupted) throw notOfThisMigration(migration, index, state);
  await client.query(`drop index concurrently ${index}`);
  warn(`Migration ${migration.name} had left ${index} invalid; it was dropped and built anew.`);
  return false;
}

async function execute(history: History, migration: Migration, body: MigrationBody): Promise<void> {
  const { client } = history;
  try {
    if (typeof body === 'string') await client.query(body);
    else await body(client);
  } catch (error) {
    const leftover = await invalidIndex(client, body).catch(() => undefined);
    // If an invalid index remains, the log keeps saying that the migration began, so that the next run may drop the index.
    if (!leftover) await logAction(history, migration, 'failed').catch(() => undefined);
    throw migrationFailed(
      migration,
      error,
      `It runs outside a transaction.${leftover ? dropAdvice(leftover) : ''}`,
    );
  }
  const leftover = await invalidIndex(client, body);
  if (!leftover) return;
  throw new MigrationProblem(
    'INVALID_INDEX',
    `Migration ${migration.name} ended without an error but was not recorded.${dropAdvice(leftover)}`,
    { migration: migration.name },
  );
}

function dropAdvice(index: string): string {
  return ` It left the invalid index ${index}: the next run drops it and builds it anew, or do it by: DROP INDEX CONCURRENTLY ${index}`;
}

function notOfThisMigration(migration: Migration, index: string, state: string): MigrationProblem {
  const text =
    state === 'building'
      ? `another session is building ${index}. Wait for it, then run the migration again.`
      : `the invalid index ${index} is there already, and no run of this migration left it. Remove it by: DROP INDEX CONCURRENTLY ${index}`;
  return new MigrationProblem('INVALID_INDEX', `Migration ${migration.name} was not begun: ${text}`, {
    migration: migration.name,
  });
}
