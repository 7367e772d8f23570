import { Flags } from '@oclif/core';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';
import { MigrationCommand } from '../../cli/migration-command.js';
import { type MigrationAnswer, migrate } from '../../migrations/index.js';
import { inStep } from '../../steps.js';

export default class MigrateDown extends MigrationCommand {
  static override summary = 'Revert the last migration, or as many as asked';
  static override description =
    'Reverting usually deletes what the migration brought, with the data in it. The newest is reverted first.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --step 2',
  ];
  static override showsProgress = true;
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    to: Flags.string({
      description: 'last migration to revert, itself included',
      helpValue: 'NAME',
      exclusive: ['step'],
    }),
    step: Flags.integer({ description: 'how many to revert; 1 when left out', min: 1 }),
    confirm: confirmFlag,
  };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateDown);
    const place = await this.open(flags.file, flags.env);
    const { to, step = to ? undefined : 1 } = flags;
    const what = to ? `every migration down to ${to}, itself included` : `the last ${step} migration(s)`;
    await confirmProtected(place.environment, flags.confirm, [
      `This reverts ${what} in ${place.environment.name}, with the data in what they brought.`,
    ]);
    return this.show(
      await inStep(this.report, 'Revert migrations', () =>
        migrate({ ...this.function(place), command: 'down', to, step }),
      ),
    );
  }
}
