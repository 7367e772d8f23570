import { Flags } from '@oclif/core';
import { targetEnvironmentFlag } from '../../cli/deploy/flags.js';
import { BaseCommand, confirmFlag, confirmProtected, fileFlag } from '../../cli/index.js';
import { describePrune, type PruneResult, prune } from '../../deploy/index.js';

export default class Prune extends BaseCommand {
  static override summary = 'Delete the published versions and artifacts of old releases';
  static override description =
    'What the newest releases use stays, and what any alias serves. It takes the lock of a deploy. Going back to a ' +
    'release that is older is then a matter of deploying its commit. Exit codes: 0 done, or nothing to delete; 1 some ' +
    'could not be deleted; 2 wrong usage; 4 a deploy is under way.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env sandbox --keep 10 --dry-run',
    '<%= config.bin %> <%= command.id %> --env live --keep 20 --confirm live',
  ];
  static override showsProgress = true;
  static override flags = {
    env: targetEnvironmentFlag,
    file: fileFlag,
    keep: Flags.integer({
      description: 'how many of the newest complete releases stay, 2 or more',
      helpValue: 'N',
      required: true,
      min: 2,
      max: 400,
    }),
    'dry-run': Flags.boolean({ description: 'tell what would be deleted, and end there' }),
    confirm: confirmFlag,
  };

  async run(): Promise<PruneResult> {
    const { flags } = await this.parse(Prune);
    const { project, environment, connection: clients } = await this.open(flags.file, flags.env);
    const { keep, 'dry-run': dryRun } = flags;
    if (!dryRun) {
      await confirmProtected(environment, flags.confirm, [
        `This deletes what the newest ${keep} releases of ${environment.name} do not use; what would go, says --dry-run.`,
      ]);
    }
    const { report, signal } = this;
    const result = await prune({ project, environment, clients, keep, dryRun, report, signal });
    if ([...result.versions, ...result.artifacts].some(({ status }) => status === 'failed'))
      process.exitCode = 1;
    this.log(describePrune(result));
    return result;
  }
}
