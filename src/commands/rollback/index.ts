import { Flags } from '@oclif/core';
import { exitCodeOf } from '../../cli/deploy/exit-code.js';
import { targetEnvironmentFlag, waitFlag, withWait } from '../../cli/deploy/flags.js';
import { BaseCommand, confirmFlag, confirmProtected, fileFlag } from '../../cli/index.js';
import {
  describeEnd,
  describeOutcomes,
  describeRollback,
  type RollbackResult,
  rollback,
} from '../../deploy/index.js';

export default class Rollback extends BaseCommand {
  static override summary = 'Bring an earlier release into service again: in every function, or in none';
  static override description =
    'Only the aliases move, to the versions that the release log names; nothing is built. Without --to it goes to the ' +
    'release before the one in service; repeated, it changes nothing more. Migrations stay as they are. Exit codes: 0 ' +
    'done, or nothing to change; 1 failed, and everything is as before; 2 wrong usage; 3 some functions are new and ' +
    'some old; 4 a deploy is under way.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env sandbox',
    '<%= config.bin %> <%= command.id %> --env sandbox --to 3fa8c01d --why "slips without a bar code"',
    '<%= config.bin %> <%= command.id %> --env live --confirm live --json',
  ];
  static override showsProgress = true;
  static override flags = {
    env: targetEnvironmentFlag,
    file: fileFlag,
    to: Flags.string({
      description: 'release, as sbw releases lists it, or its commit',
      helpValue: 'RELEASE',
    }),
    why: Flags.string({ description: 'kept in the release log', helpValue: 'TEXT' }),
    wait: waitFlag,
    confirm: confirmFlag,
  };

  async run(): Promise<RollbackResult> {
    const { flags } = await this.parse(Rollback, withWait(this.argv));
    const { project, environment, connection: clients } = await this.open(flags.file, flags.env);
    const { to, why, wait } = flags;
    await confirmProtected(environment, flags.confirm, [
      `This puts every function of ${environment.name} back to ${to ? `release ${to}` : 'the release before the one in service'}.`,
    ]);
    const { report, signal } = this;
    const result = await rollback({ project, environment, clients, to, why, wait, report, signal });
    process.exitCode = exitCodeOf(result.state);
    this.log(describeOutcomes(result.functions));
    if (process.exitCode === 0) this.log(describeRollback(result));
    this.conclude(describeEnd(`Rollback of ${environment.name} to ${result.ref}`, result));
    return result;
  }
}
