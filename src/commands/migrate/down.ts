import { Flags } from '@oclif/core';
import { dryRunFlag, migrationChangeFlags, yesFlag } from '../../cli/migrate/flags.js';
import { MigrationCommand } from '../../cli/migrate/migration-command.js';
import type { MigrationAnswer } from '../../migrations/index.js';

export default class MigrateDown extends MigrationCommand {
  static override summary = 'Revert the last migration, or as many as asked';
  static override description =
    'Reverting usually deletes what the migration brought, with the data in it. The newest is reverted first. ' +
    'Nothing is reverted when one of them has no way back.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --step 2 --yes',
    '<%= config.bin %> <%= command.id %> --env live --confirm live',
  ];
  static override flags = {
    ...migrationChangeFlags,
    to: Flags.string({
      description: 'last migration to revert, itself included',
      helpValue: 'NAME',
      exclusive: ['step'],
    }),
    step: Flags.integer({ description: 'how many to revert; 1 when left out', min: 1 }),
    'dry-run': dryRunFlag,
    yes: yesFlag,
  };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateDown);
    const target = await this.openTarget(flags);
    const which = flags.to ? { to: flags.to } : { step: flags.step ?? 1 };
    const { answer, planned } = await this.plan(target, 'down', which);
    if (!planned) return answer;
    const last = planned.at(-1);
    if (flags['dry-run'] || !last) return this.show(answer);
    const names = planned.map(({ name }) => name).join(', ');
    const what = `This reverts ${names} in ${target.environment.name}, with the data in what ${planned.length > 1 ? 'they' : 'it'} brought`;
    await this.confirmLoss(target, flags, what);
    // By name, so that it reverts exactly what was confirmed, even if another run came in between.
    return this.show(await target.ask({ command: 'down', to: last.name }));
  }
}
