import { migrationFlags } from '../../cli/migrate/flags.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import type { MigrationAnswer } from '../../migrations/index.js';

export default class MigrateStatus extends MigrationCommand {
  static override summary = 'List the migrations and which of them are applied';
  static override description =
    'Changes nothing. The exit code is 1 when the database does not fit the release: a migration that was edited ' +
    'after it was applied, that the release lacks, or that sorts before an applied one.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = migrationFlags;

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateStatus);
    const target = await this.openTarget(flags);
    return this.show(await target.ask({ command: 'status' }));
  }
}
