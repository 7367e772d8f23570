import { bodyOf } from './apply.js';
import { type AppliedMigration, type History, interruptedRedo } from './history.js';
import { MigrationProblem } from './problem.js';
import type { ChangeCommand, Migration, MigrationRequest, PlannedMigration } from './types.js';

/** The migrations to run, in order, and what to do with each. */
export interface Plan {
  readonly migrations: readonly Migration[];
  readonly action: 'apply' | 'revert' | 'redo' | 'record';
}

/**
 * Returns what a request does in a database with these applied migrations. The plan is empty if the database is already
 * where `to` says.
 *
 * @throws {MigrationProblem} UNKNOWN_MIGRATION, IRREVERSIBLE if any of them has no `down`, NOTHING_TO_REDO,
 *   BASELINE_NOT_EMPTY
 */
export async function planRequest(
  command: ChangeCommand,
  { to, step }: MigrationRequest,
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
  history: History | undefined,
): Promise<Plan> {
  if (to !== undefined && !migrations.some(({ name }) => name === to)) throw unknownMigration(to);
  const appliedNames = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !appliedNames.has(name));
  const newestFirst = migrations.filter(({ name }) => appliedNames.has(name)).reverse();
  if (command === 'up') return { action: 'apply', migrations: select(pending, to, step ?? pending.length) };
  if (command === 'baseline') {
    const recorded = select(pending, to, 0);
    if (recorded.length > 0 && applied.length > 0) throw notEmpty(applied);
    return { action: 'record', migrations: recorded };
  }
  if (command === 'down')
    return { action: 'revert', migrations: reversible(select(newestFirst, to, step ?? 1)) };
  const interrupted = history && (await interruptedRedo(history));
  const resumed = pending.filter(({ name }) => name === interrupted);
  if (resumed.length > 0) return { action: 'apply', migrations: resumed };
  const last = newestFirst.slice(0, 1);
  if (last.length === 0) {
    throw new MigrationProblem('NOTHING_TO_REDO', 'No migration is applied, so there is none to redo.');
  }
  return { action: 'redo', migrations: reversible(last) };
}

function select(
  candidates: readonly Migration[],
  to: string | undefined,
  step: number,
): readonly Migration[] {
  if (to === undefined) return candidates.slice(0, step);
  return candidates.slice(0, candidates.findIndex(({ name }) => name === to) + 1);
}

function reversible(migrations: readonly Migration[]): readonly Migration[] {
  for (const migration of migrations) bodyOf(migration, 'down');
  return migrations;
}

/** Returns a plan as data, with the SQL that it would run. */
export function describePlan({ migrations, action }: Plan): PlannedMigration[] {
  const directions = {
    apply: ['apply'],
    revert: ['revert'],
    redo: ['revert', 'apply'],
    record: ['record'],
  } as const;
  return migrations.flatMap((migration) =>
    directions[action].map((each) => ({
      name: migration.name,
      action: each,
      transaction: migration.transaction !== false,
      sql: sqlOf(migration, each),
    })),
  );
}

function sqlOf(migration: Migration, action: PlannedMigration['action']): string | null {
  const body = action === 'revert' ? migration.down : migration.up;
  return typeof body === 'string' && action !== 'record' ? body : null;
}

function unknownMigration(to: string): MigrationProblem {
  return new MigrationProblem(
    'UNKNOWN_MIGRATION',
    `There is no migration "${to}" in this release. List them by: sbw migrate status`,
  );
}

function notEmpty(applied: readonly AppliedMigration[]): MigrationProblem {
  return new MigrationProblem(
    'BASELINE_NOT_EMPTY',
    `${applied.length} migrations are applied already, the last of them ${applied.at(-1)?.name}. A baseline is for a database that has none; apply the rest by: sbw migrate up`,
  );
}
