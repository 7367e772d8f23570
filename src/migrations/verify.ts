import { MigrationProblem } from './problem.js';
import type { Migration, MigrationCommand, MigrationRequest, MigrationState } from './types.js';

const COMMANDS: readonly MigrationCommand[] = ['up', 'down', 'status'];

/** The request comes from outside: an event, a flag. */
export function verifyRequest({ command, to, step }: MigrationRequest): void {
  if (!COMMANDS.includes(command)) {
    throw new MigrationProblem(
      'INVALID_REQUEST',
      `"command" is ${COMMANDS.join(', ')}; not ${JSON.stringify(command)}.`,
    );
  }
  if (to !== undefined && (typeof to !== 'string' || to === '')) {
    throw new MigrationProblem('INVALID_REQUEST', '"to" is the name of a migration.');
  }
  if (step !== undefined && !(Number.isSafeInteger(step) && step >= 1)) {
    throw new MigrationProblem('INVALID_REQUEST', '"step" is a whole number of migrations, 1 or more.');
  }
  if (to !== undefined && step !== undefined) {
    throw new MigrationProblem('INVALID_REQUEST', 'Give "to" or "step", not both.');
  }
}

/**
 * An empty list is the mark of a broken build, never of a service without migrations: to call it success
 * would be the worst that a migration tool can do.
 */
export function verifyList(migrations: readonly Migration[]): void {
  if (migrations.length === 0) {
    throw new MigrationProblem(
      'NO_MIGRATIONS',
      'This build carries no migrations at all. Its list was lost in the build; nothing was done.',
    );
  }
  migrations.forEach(({ name }, index) => {
    const before = migrations[index - 1]?.name;
    if (before === undefined || before < name) return;
    throw new MigrationProblem(
      'UNSORTED_MIGRATIONS',
      `Migration ${name} is listed after ${before}: names must be unique and in the order of running.`,
      { migration: name },
    );
  });
}

/** Refuses to build on a history that this release does not have. */
export function verifyHistory(states: readonly MigrationState[]): void {
  const missing = states.find(({ status }) => status === 'missing');
  if (missing) {
    throw new MigrationProblem(
      'MISSING_MIGRATION',
      `Migration ${missing.name} was applied at ${missing.appliedAt} but is not in this release. Deploy a release that has it, or revert it from that release.`,
      { migration: missing.name },
    );
  }
  const changed = states.find(({ status }) => status === 'changed');
  if (changed) {
    throw new MigrationProblem(
      'CHANGED_MIGRATION',
      `Migration ${changed.name} was edited after it was applied at ${changed.appliedAt}. Restore its text and put the change into a new migration.`,
      { migration: changed.name },
    );
  }
  verifyOrder(states);
}

function verifyOrder(states: readonly MigrationState[]): void {
  const last = states.findLast(({ status }) => status !== 'pending');
  const late = states.find(({ name, status }) => status === 'pending' && last && name < last.name);
  if (!late || !last) return;
  throw new MigrationProblem(
    'OUT_OF_ORDER',
    `Migration ${late.name} is pending but sorts before ${last.name}, which is applied. Rename it so that it sorts after ${last.name}.`,
    { migration: late.name },
  );
}
