import { Args } from '@oclif/core';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { describeRotationState } from '../../cli/rotate-password/describe.js';
import { type RotationState, readRotation, rotationTarget } from '../../rotation/index.js';

export default class RotatePasswordStatus extends BaseCommand {
  static override summary = "Show the age of an environment's password, and a rotation that was not finished";
  static override description =
    'Changes nothing. Tells who set the password and when, whether it logs in, what RDS is doing, and the command to ' +
    'type next.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local',
    '<%= config.bin %> <%= command.id %> live --json',
  ];
  static override args = {
    environment: Args.string({ description: 'environment, in place of --env', ignoreStdin: true }),
  };
  static override flags = { env: environmentFlag, file: fileFlag };

  async run(): Promise<RotationState> {
    const { args, flags } = await this.parse(RotatePasswordStatus);
    const place = await this.open(flags.file, args.environment ?? flags.env);
    const { project, environment, connection } = place;
    const { report, signal } = this;
    const state = await readRotation({ ...rotationTarget(project, environment, connection), report, signal });
    this.log(describeRotationState(state, new Date()));
    return state;
  }
}
