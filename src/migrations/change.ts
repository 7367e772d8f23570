import { applyMigration, redoMigration } from './apply.js';
import { record } from './history.js';
import type { Plan } from './plan.js';
import type { Direction, Run } from './run.js';
import type { CompletedMigration, Migration } from './types.js';

/** The migrations that a run has completed so far. */
export interface Completed {
  readonly applied: CompletedMigration[];
  readonly reverted: CompletedMigration[];
  readonly baselined: string[];
}

/** Thrown between two migrations when there is no time for another one. */
export class OutOfTime extends Error {}

/**
 * Executes a plan. Adds each migration to `completed` as soon as it is done.
 *
 * @param hasTime returns whether there is time for another migration
 * @throws {OutOfTime} when there is not
 */
export async function executePlan(
  { migrations, action }: Plan,
  run: Run,
  completed: Completed,
  hasTime: () => boolean,
): Promise<void> {
  if (action === 'record') return await recordAll(migrations, run, completed);
  const timed = async (migration: Migration, work: () => Promise<void>, lists: CompletedMigration[][]) => {
    if (!hasTime()) throw new OutOfTime();
    const began = run.clock.now().getTime();
    await work();
    const entry = { name: migration.name, milliseconds: run.clock.now().getTime() - began };
    for (const list of lists) list.push(entry);
  };
  if (action === 'redo') {
    for (const migration of migrations) {
      await timed(migration, () => redoMigration(run, migration), [completed.reverted, completed.applied]);
    }
    return;
  }
  await runUmzug(migrations, action === 'apply' ? 'up' : 'down', (migration, direction) =>
    timed(migration, () => applyMigration(run, migration, direction), [
      direction === 'up' ? completed.applied : completed.reverted,
    ]),
  );
}

/** Runs the migrations with umzug, which keeps their order. The lock, the transactions and the history are ours. */
async function runUmzug(
  migrations: readonly Migration[],
  direction: Direction,
  work: (migration: Migration, direction: Direction) => Promise<void>,
): Promise<void> {
  // Imported only here: a command that asks a deployed function need not load it.
  const { Umzug } = await import('umzug');
  const names = migrations.map(({ name }) => name);
  const umzug = new Umzug({
    migrations: migrations.map((migration) => ({
      name: migration.name,
      up: () => work(migration, 'up'),
      down: () => work(migration, 'down'),
    })),
    storage: {
      executed: async () => (direction === 'up' ? [] : names),
      // `work` writes the row, in the migration's own transaction. Here it would be too late.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
    logger: undefined,
  });
  await umzug[direction]({ migrations: names }).catch(unwrap);
}

/** umzug wraps an error in one of its own, which holds the migration. Only the cause is thrown. */
function unwrap(error: unknown): never {
  throw error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** Records all of the migrations as applied, or none. */
async function recordAll(migrations: readonly Migration[], { history }: Run, completed: Completed) {
  await history.client.query('begin');
  try {
    for (const migration of migrations) await record(history, migration, 'baselined', 0, false);
    await history.client.query('commit');
  } catch (error) {
    await history.client.query('rollback').catch(() => undefined);
    throw error;
  }
  completed.baselined.push(...migrations.map(({ name }) => name));
}
