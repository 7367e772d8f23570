import { Args } from '@oclif/core';
import { BaseCommand, confirmFlag, environmentFlag, fileFlag } from '../../cli/index.js';
import { describeOutcome } from '../../cli/rotate-password/describe.js';
import { rotationFlags } from '../../cli/rotate-password/flags.js';
import { chosenEnvironments, rotateAs } from '../../cli/rotate-password/modes.js';
import { currentUser } from '../../process.js';
import { loadProject } from '../../project/index.js';
import { type Rotation, type RotationState, rotationTarget } from '../../rotation/index.js';

type Outcome = Rotation | RotationState;

export default class RotatePassword extends BaseCommand {
  static override summary = "Give the environment's database a new password, without an interruption";
  static override description =
    'The new password is stored as pending, set by RDS, proven by a login, and only then made the current one. ' +
    'Whatever interrupts it: run it again, and it goes on with the same password.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local',
    '<%= config.bin %> <%= command.id %> sandbox --dry-run',
    '<%= config.bin %> <%= command.id %> --env live --confirm live',
    '<%= config.bin %> <%= command.id %> live --resume --timeout 30m --confirm live',
  ];
  static override args = {
    environment: Args.string({ description: 'environment, in place of --env', ignoreStdin: true }),
  };
  static override showsProgress = true;
  static override flags = { env: environmentFlag, file: fileFlag, ...rotationFlags, confirm: confirmFlag };

  async run(): Promise<Outcome | Outcome[]> {
    const { args, flags } = await this.parse(RotatePassword);
    const project = await loadProject(flags.file);
    const outcomes: Outcome[] = [];
    for (const name of chosenEnvironments(args.environment, flags, Object.keys(project.environments))) {
      const { environment, connection } = await this.openIn(project, name);
      const place = rotationTarget(project, environment, connection);
      const { report, signal } = this;
      if (flags.all) report(`Environment ${name}`);
      const outcome = await rotateAs(flags, environment, {
        ...place,
        ...flags,
        who: currentUser(),
        report,
        signal,
      });
      this.log(describeOutcome(outcome));
      outcomes.push(outcome);
    }
    return flags.all ? outcomes : (outcomes[0] as Outcome);
  }
}
