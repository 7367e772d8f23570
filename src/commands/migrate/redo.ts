import { dryRunFlag, migrationChangeFlags, yesFlag } from '../../cli/migrate/flags.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import type { MigrationAnswer } from '../../migrations/index.js';

export default class MigrateRedo extends MigrationCommand {
  static override summary = 'Revert the last migration and apply it again';
  static override description =
    'In one transaction: it is redone whole or stays as it was. One that runs outside a transaction is redone in two ' +
    'steps; interrupted between them, the same command goes on.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --yes',
  ];
  static override flags = { ...migrationChangeFlags, 'dry-run': dryRunFlag, yes: yesFlag };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateRedo);
    const target = await this.openTarget(flags);
    const { answer, planned } = await this.plan(target, 'redo');
    const first = planned?.[0];
    if (!first) return answer;
    if (flags['dry-run']) return this.show(answer);
    const what = `This reverts ${first.name} in ${target.environment.name}, with the data in what it brought, and applies it again`;
    await this.confirmLoss(target, flags, what);
    return this.show(await target.ask({ command: 'redo' }));
  }
}
