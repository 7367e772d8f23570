import { Flags } from '@oclif/core';
import { confirmProtected } from '../../cli/index.js';
import { dryRunFlag, migrationChangeFlags } from '../../cli/migrate/flags.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import type { MigrationAnswer } from '../../migrations/index.js';

export default class MigrateBaseline extends MigrationCommand {
  static override summary = 'Take what a database already holds as applied';
  static override description =
    'For a database that was made without these migrations: those up to --to are recorded as applied and not run. ' +
    'Whether the schema really is theirs, nobody checks.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env sandbox --to 2026-11-24T14-10-create-outbox',
  ];
  static override flags = {
    ...migrationChangeFlags,
    to: Flags.string({ description: 'last migration that it holds', helpValue: 'NAME', required: true }),
    'dry-run': dryRunFlag,
  };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateBaseline);
    const { to } = flags;
    const target = await this.openTarget(flags);
    if (flags['dry-run']) return this.show(await target.ask({ command: 'plan', of: 'baseline', to }));
    const { environment } = target;
    await confirmProtected(environment, flags.confirm, [
      `Migrations up to ${to} will be taken as applied in ${environment.name}, without being run.`,
    ]);
    return this.show(await target.ask({ command: 'baseline', to }));
  }
}
