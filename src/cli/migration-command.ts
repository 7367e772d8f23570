import { UsageError } from '../errors.js';
import type { MigrationAnswer } from '../migrations/index.js';
import { deployedName } from '../project/index.js';
import { BaseCommand, type Place } from './base-command.js';
import { table } from './table.js';

/** Its name in superbowleto.yml. */
const FUNCTION = 'migrate-database';

/** What `sbw migrate up`, `down` and `status` share: the function that they ask, and how its answer is shown. */
export abstract class MigrationCommand extends BaseCommand {
  /** The environment's own function beside its database, and the seconds that it may take. */
  protected function({ project, environment, connection }: Place) {
    const definition = project.functions[FUNCTION];
    if (!definition || !environment.functions.includes(FUNCTION)) {
      throw new UsageError(
        'NO_MIGRATE_FUNCTION',
        `Environment ${environment.name} has no function ${FUNCTION} in ${project.file}; migrations run in it.`,
      );
    }
    const functionName = deployedName(project, environment, FUNCTION);
    return { lambda: connection.lambda, functionName, timeout: definition.timeout, signal: this.signal };
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
