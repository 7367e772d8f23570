import { isSameText } from './checksum.js';
import { MigrationProblem } from './problem.js';
import type { ExpectedMigration, Migration, MigrationRequest, MigrationState } from './types.js';

/**
 * Refuses a list that is empty, unsorted or has a name twice. An empty list means a broken build: success would hide it.
 *
 * @throws {MigrationProblem} NO_MIGRATIONS, UNSORTED_MIGRATIONS
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

/**
 * Compares the migrations of this build with those that the caller expects.
 *
 * @param warn called with the difference if the request changes nothing
 * @throws {MigrationProblem} LIST_DIFFERS if it changes something
 */
export function verifyExpected(
  { command, migrations, expect }: MigrationRequest & { readonly migrations: readonly Migration[] },
  warn: (difference: string) => void,
): void {
  const difference = expect && differenceOf(migrations, expect);
  if (!difference) return;
  const sentence = `The function was built from other migrations than these files: ${difference}.`;
  if (command === 'status' || command === 'history' || command === 'unlock') {
    warn(sentence);
    return;
  }
  throw new MigrationProblem(
    'LIST_DIFFERS',
    `${sentence} Nothing was done. Deploy this commit (sbw deploy --migrate applies what it brings), check out the one in service, or go by the function's own list with --deployed.`,
  );
}

function differenceOf(migrations: readonly Migration[], expected: readonly ExpectedMigration[]): string {
  const sums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const wanted = new Map(expected.map(({ name, checksum }) => [name, checksum]));
  const additional = migrations.filter(({ name }) => !wanted.has(name));
  const edited = migrations.filter(
    ({ name, checksum }) => !isSameText(wanted.get(name) ?? checksum, checksum),
  );
  const differences = [
    ...list(
      'it lacks',
      expected.filter(({ name }) => !sums.has(name)),
    ),
    ...list('it has besides', additional),
    ...list('it has another text of', edited),
  ];
  return differences.join('; ');
}

function list(what: string, migrations: readonly { name: string }[]): string[] {
  if (migrations.length === 0) return [];
  const names = migrations.slice(0, 3).map(({ name }) => name);
  const more = migrations.length > 3 ? ` and ${migrations.length - 3} more` : '';
  return [`${what} ${names.join(', ')}${more}`];
}

/**
 * Refuses a database whose applied migrations are not a prefix of this release's list.
 *
 * @throws {MigrationProblem} MISSING_MIGRATION, CHANGED_MIGRATION, OUT_OF_ORDER
 */
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
