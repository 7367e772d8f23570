import { migrationChangeFlags, yesFlag } from '../../cli/migrate/flags.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import { describeHolder, type MigrationAnswer } from '../../migrations/index.js';

export default class MigrateUnlock extends MigrationCommand {
  static override summary = 'End the session that holds the migration lock';
  static override description =
    'The lock belongs to a session and goes with it: there is nothing to clear away after a crash. This ends a run ' +
    'that hangs. What it was doing is rolled back, unless it runs outside a transaction.';
  static override examples = ['<%= config.bin %> <%= command.id %> --env sandbox'];
  static override flags = { ...migrationChangeFlags, yes: yesFlag };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateUnlock);
    const target = await this.openTarget(flags);
    const seen = await target.ask({ command: 'unlock' });
    if (!seen.holder) return this.show(seen);
    const what = `This ends ${describeHolder(seen.holder)}`;
    await this.confirmLoss(target, flags, what);
    return this.show(await target.ask({ command: 'unlock', pid: seen.holder.pid }));
  }
}
