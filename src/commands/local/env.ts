import { BaseCommand } from '../../cli/index.js';
import { SuperbowletoError } from '../../errors.js';
import { findStage, homeFolder, shellLines, stageVariables } from '../../local/index.js';

export default class LocalEnv extends BaseCommand {
  static override summary = 'Print the variables by which AWS clients work with the local stage';
  static override description =
    'For the shell at hand: the aws CLI, Terraform and any SDK then talk to the local stage, with its key and no other.';
  static override examples = [
    'eval "$(<%= config.bin %> <%= command.id %>)" && aws sqs list-queues',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run(): Promise<Record<string, string>> {
    await this.parse(LocalEnv);
    const home = homeFolder(process.env);
    const stage = findStage(home);
    if (!stage?.endpoint) {
      throw new SuperbowletoError(
        'STAGE_NOT_RUNNING',
        'The local stage does not run. Start it by: sbw local start',
      );
    }
    const variables = stageVariables(home, { ...stage, endpoint: stage.endpoint });
    this.log(shellLines(variables).join('\n'));
    return variables;
  }
}
