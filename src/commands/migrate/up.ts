import { Flags } from '@oclif/core';
import { confirmProtected } from '../../cli/index.js';
import { dryRunFlag, migrationChangeFlags } from '../../cli/migrate/flags.js';
import { lintBefore } from '../../cli/migrate/lint.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import type { MigrationAnswer } from '../../migrations/index.js';

export default class MigrateUp extends MigrationCommand {
  static override summary = 'Apply pending migrations, in order';
  static override description =
    'The deployed function migrate-database applies them, each in a transaction of its own. One that fails is ' +
    'rolled back whole, those before it stay, and the same command goes on once it is mended. What is pending is ' +
    'linted first, where its files are here.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --dry-run',
    '<%= config.bin %> <%= command.id %> --env live --confirm live --lock-wait 5m',
  ];
  static override flags = {
    ...migrationChangeFlags,
    to: Flags.string({ description: 'last migration to apply', helpValue: 'NAME', exclusive: ['step'] }),
    step: Flags.integer({ description: 'how many to apply', min: 1 }),
    'dry-run': dryRunFlag,
    lint: Flags.boolean({ description: 'lint what is pending first', default: true, allowNo: true }),
  };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateUp);
    const { to, step } = flags;
    const which = { ...(to ? { to } : {}), ...(step ? { step } : {}) };
    const target = await this.openTarget(flags);
    if (flags['dry-run']) return this.show(await target.ask({ command: 'plan', of: 'up', ...which }));
    const { environment } = target;
    await confirmProtected(environment, flags.confirm, [
      `Migrations will change the database of ${environment.name}.`,
    ]);
    const status = await target.ask({ command: 'status' });
    if (!status.ok) return this.show({ ...status, command: 'up' });
    if (flags.lint) await lintBefore(target.folder, status.migrations, which);
    return this.show(await target.ask({ command: 'up', ...which }));
  }
}
