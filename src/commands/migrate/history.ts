import { migrationFlags } from '../../cli/migrate/flags.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import type { MigrationAnswer } from '../../migrations/index.js';

export default class MigrateHistory extends MigrationCommand {
  static override summary = "Show the database's account of its migrations: what was done, when, and by whom";
  static override description =
    'The oldest first. "applying" or "reverting" without a later line of the same migration was interrupted there; ' +
    'the next run goes on.';
  static override examples = ['<%= config.bin %> <%= command.id %> --env live'];
  static override flags = migrationFlags;

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateHistory);
    const target = await this.openTarget(flags);
    return this.show(await target.ask({ command: 'history' }));
  }
}
