import { Flags } from '@oclif/core';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';
import { MigrationCommand } from '../../cli/migration-command.js';
import { type MigrationAnswer, migrate } from '../../migrations/index.js';
import { inStep } from '../../steps.js';

export default class MigrateUp extends MigrationCommand {
  static override summary = 'Apply pending migrations, in order';
  static override description =
    'The deployed function migrate-database applies them, each in a transaction of its own. One that fails is ' +
    'rolled back whole, those before it stay, and the same command goes on once it is mended.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --step 1',
    '<%= config.bin %> <%= command.id %> --env live --confirm live',
  ];
  static override showsProgress = true;
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    to: Flags.string({ description: 'last migration to apply', helpValue: 'NAME', exclusive: ['step'] }),
    step: Flags.integer({ description: 'how many to apply', min: 1 }),
    confirm: confirmFlag,
  };

  async run(): Promise<MigrationAnswer> {
    const { flags } = await this.parse(MigrateUp);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Migrations will change the database of ${place.environment.name}.`,
    ]);
    const { to, step } = flags;
    return this.show(
      await inStep(this.report, 'Apply migrations', () =>
        migrate({ ...this.function(place), command: 'up', to, step }),
      ),
    );
  }
}
