import { refFlag } from '../../cli/deploy/flags.js';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { type Difference, describeDifference, diffRelease } from '../../deploy/index.js';

export default class Diff extends BaseCommand {
  static override summary = 'List the commits and files between what is in service and a commit';
  static override description =
    'Nothing is built or changed, so that it takes a second. What a deploy would do to each function is for sbw plan to say.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env live --ref master',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = { env: environmentFlag, file: fileFlag, ref: refFlag({ default: 'HEAD' }) };

  async run(): Promise<Difference> {
    const { flags } = await this.parse(Diff);
    const { ref } = flags;
    const { project, environment, connection: clients } = await this.open(flags.file, flags.env);
    const { report, signal } = this;
    const difference = await diffRelease({ project, environment, ref, clients, report, signal });
    this.log(describeDifference(difference));
    return difference;
  }
}
