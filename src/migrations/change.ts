import { applyMigration, redoMigration } from './apply.js';
import { record } from './history.js';
import type { Plan } from './plan.js';
import type { Direction, Run } from './run.js';
import type { CompletedMigration, Migration } from './types.js';

export interface Done {
  readonly applied: CompletedMigration[];
  readonly reverted: CompletedMigration[];
  readonly baselined: string[];
}

/** Thrown between two migrations: the rest is for the next run. */
export class OutOfTime extends Error {}

/**
 * Does what is planned, telling into `done` as it goes on.
 *
 * @param hasTime whether another migration may be begun
 * @throws {OutOfTime} when not
 */
export async function carryOut(
  { migrations, action }: Plan,
  run: Run,
  done: Done,
  hasTime: () => boolean,
): Promise<void> {
  if (action === 'record') return await recordAll(migrations, run, done);
  const timed = async (migration: Migration, work: () => Promise<void>, lists: CompletedMigration[][]) => {
    if (!hasTime()) throw new OutOfTime();
    const began = run.clock.now().getTime();
    await work();
    const completed = { name: migration.name, milliseconds: run.clock.now().getTime() - began };
    for (const list of lists) list.push(completed);
  };
  if (action === 'redo') {
    for (const migration of migrations) {
      await timed(migration, () => redoMigration(run, migration), [done.reverted, done.applied]);
    }
    return;
  }
  await runUmzug(migrations, action === 'apply' ? 'up' : 'down', (migration, direction) =>
    timed(migration, () => applyMigration(run, migration, direction), [
      direction === 'up' ? done.applied : done.reverted,
    ]),
  );
}

/** umzug keeps the order and the names; lock, transaction and history are ours. */
async function runUmzug(
  migrations: readonly Migration[],
  direction: Direction,
  work: (migration: Migration, direction: Direction) => Promise<void>,
): Promise<void> {
  // Loaded here so that a command that only asks a deployed function does not load it.
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
      // The row is written in the migration's own transaction: afterwards would be too late.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
    logger: undefined,
  });
  await umzug[direction]({ migrations: names }).catch(unwrap);
}

/** umzug's own error carries the migration's context; only its cause may go on. */
function unwrap(error: unknown): never {
  throw error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** All or nothing. */
async function recordAll(migrations: readonly Migration[], { history }: Run, done: Done): Promise<void> {
  await history.client.query('begin');
  try {
    for (const migration of migrations) await record(history, migration, 'baselined', 0, false);
    await history.client.query('commit');
  } catch (error) {
    await history.client.query('rollback').catch(() => undefined);
    throw error;
  }
  done.baselined.push(...migrations.map(({ name }) => name));
}
