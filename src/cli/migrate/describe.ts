import { describeHolder, type MigrationAnswer, type PlannedMigration } from '../../migrations/index.js';
import { table } from '../../report.js';

/** Returns an answer as text. It is '' when a command failed before it did anything. */
export function describeMigrations(answer: MigrationAnswer): string {
  const { command, ok, applied, reverted, baselined = [], migrations } = answer;
  if (command === 'status') {
    return table(migrations.map(({ name, status, appliedAt }) => [status, name, appliedAt ?? '']));
  }
  if (command === 'history') return describeHistory(answer);
  if (command === 'unlock') return describeUnlock(answer);
  if (command === 'plan') return ok ? describePlanned(answer.planned ?? []) : '';
  const done = [
    ...reverted.map(line('reverted')),
    ...applied.map(line('applied')),
    ...baselined.map((name) => ['recorded', name, 'not run']),
  ];
  if (done.length > 0) return table(done);
  return ok ? 'Nothing to do.' : '';
}

function line(verb: string) {
  return ({ name, milliseconds }: MigrationAnswer['applied'][number]) => [verb, name, `${milliseconds} ms`];
}

function describeHistory({ history = [] }: MigrationAnswer): string {
  if (history.length === 0) return 'Nothing was ever applied.';
  return table(
    history.map(({ at, action, name, milliseconds, by }) => [
      at,
      action,
      name,
      milliseconds === null ? '' : `${milliseconds} ms`,
      by,
    ]),
  );
}

function describeUnlock({ holder, ok }: MigrationAnswer): string {
  if (!ok) return '';
  return holder ? `Ended: ${describeHolder(holder)}.` : 'Nobody holds the lock.';
}

/** Returns the SQL of a dry run, as it would be sent. */
function describePlanned(planned: readonly PlannedMigration[]): string {
  if (planned.length === 0) return 'Nothing to do.';
  return planned
    .map(({ name, action, transaction, sql }) => {
      const title = `-- ${action} ${name}${transaction ? '' : ', outside a transaction'}`;
      if (action === 'record') return title;
      return `${title}\n${sql ?? '-- (a function: its SQL is not known beforehand)'}\n`;
    })
    .join('\n')
    .trimEnd();
}
