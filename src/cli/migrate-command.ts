import { UsageError } from '../errors.js';
import { type MigrationAnswer, type MigrationRequest, migrate } from '../migrations/index.js';
import { deployedName } from '../project/index.js';
import { BaseCommand, type Place } from './base-command.js';
import { table } from './table.js';

const FUNCTION = 'migrate-database';

/** What `sbw migrate up`, `down` and `status` share: one call of the deployed function, and its answer shown. */
export abstract class MigrateCommand extends BaseCommand {
  protected async migrate(place: Place, request: MigrationRequest): Promise<MigrationAnswer> {
    const { project, environment, connection } = place;
    const definition = project.functions[FUNCTION];
    if (!definition || !environment.functions.includes(FUNCTION)) {
      throw new UsageError(
        'NO_MIGRATE_FUNCTION',
        `Environment ${environment.name} has no function ${FUNCTION} in ${project.file}; migrations run in it.`,
      );
    }
    const answer = await migrate({
      ...request,
      lambda: connection.lambda,
      functionName: deployedName(project, environment, FUNCTION),
      timeout: definition.timeout,
      signal: this.signal,
    });
    this.show(answer);
    return answer;
  }

  /** A failed migration is an answer too: it is shown whole, and the exit code tells. */
  private show(answer: MigrationAnswer): void {
    if (!answer.ok) process.exitCode = 1;
    if (this.jsonEnabled()) return;
    const done = [...answer.applied.map(line('applied')), ...answer.reverted.map(line('reverted'))];
    if (answer.command === 'status') this.log(statusTable(answer));
    else if (done.length > 0) this.log(table(done));
    else if (answer.ok) this.log('Nothing to do.');
    if (answer.error) process.stderr.write(`Error: ${answer.error.message}\n`);
  }
}

function line(verb: string) {
  return ({ name, milliseconds }: MigrationAnswer['applied'][number]) => [verb, name, `${milliseconds} ms`];
}

function statusTable({ migrations }: MigrationAnswer): string {
  return table(migrations.map(({ name, status, appliedAt }) => [status, name, appliedAt ?? '']));
}
