import type { MigrationAnswer } from '../migrations/index.js';
import { migrateFunction } from '../project/index.js';
import { BaseCommand, type Place } from './base-command.js';
import { table } from './table.js';

/** What `sbw migrate up`, `down` and `status` share: the function that they ask, and how its answer is shown. */
export abstract class MigrationCommand extends BaseCommand {
  /** The function that is asked, and how. */
  protected function({ project, environment, connection }: Place) {
    return {
      lambda: connection.lambda,
      ...migrateFunction(project, environment),
      signal: this.signal,
    };
  }

  /** A failed migration is an answer too: it is shown whole, and the exit code tells. */
  protected show(answer: MigrationAnswer): MigrationAnswer {
    if (!answer.ok) process.exitCode = 1;
    if (this.jsonEnabled()) return answer;
    const text = describeMigrations(answer);
    if (text) this.log(text);
    if (answer.error) process.stderr.write(`Error: ${answer.error.message}\n`);
    return answer;
  }
}

/** What was done, or for `status` every migration and its state; '' when nothing was done before a failure. */
export function describeMigrations({ command, ok, applied, reverted, migrations }: MigrationAnswer): string {
  if (command === 'status') {
    return table(migrations.map(({ name, status, appliedAt }) => [status, name, appliedAt ?? '']));
  }
  const done = [...applied.map(line('applied')), ...reverted.map(line('reverted'))];
  if (done.length > 0) return table(done);
  return ok ? 'Nothing to do.' : '';
}

function line(verb: string) {
  return ({ name, milliseconds }: MigrationAnswer['applied'][number]) => [verb, name, `${milliseconds} ms`];
}
