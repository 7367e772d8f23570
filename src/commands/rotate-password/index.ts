import { Args, Flags } from '@oclif/core';
import { BaseCommand, confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';
import { UsageError } from '../../errors.js';
import { describeRotation, type Rotation, rotatePassword, rotationPlace } from '../../rotation/index.js';

export default class RotatePassword extends BaseCommand {
  static override summary = "Give the environment's database a new password, without an interruption";
  static override description =
    'The new password is stored as pending, set by RDS, proven by a login from here, and only then made the ' +
    'current one. Whatever interrupts it: run it again, and it goes on with the same password.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local',
    '<%= config.bin %> <%= command.id %> --env live --confirm live',
  ];
  static override args = {
    environment: Args.string({ description: 'environment, in place of --env', ignoreStdin: true }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    repair: Flags.boolean({ description: 'go on although the current password does not log in' }),
    confirm: confirmFlag,
  };

  async run(): Promise<Rotation> {
    const { args, flags } = await this.parse(RotatePassword);
    const { environment, connection } = await this.open(
      flags.file,
      oneEnvironment(args.environment, flags.env),
    );
    await confirmProtected(environment, flags.confirm, [
      `This changes the database password of ${environment.name}.`,
    ]);
    const rotation = await rotatePassword({
      ...rotationPlace(environment, connection),
      repair: flags.repair,
      who: process.env.USER ?? process.env.USERNAME,
      report: this.report,
      signal: this.signal,
    });
    this.log(describeRotation(rotation));
    return rotation;
  }
}

/** No default: a password is never rotated by accident. */
function oneEnvironment(argument: string | undefined, flag: string | undefined): string {
  const name = argument ?? flag;
  if (name !== undefined && (flag ?? name) === name) return name;
  throw new UsageError('ENVIRONMENT_UNCLEAR', 'Name one environment: sbw rotate-password ENVIRONMENT');
}
