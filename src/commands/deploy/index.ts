import { confirmDeploy } from '../../cli/deploy/confirm-deploy.js';
import { exitCodeOf } from '../../cli/deploy/exit-code.js';
import { canaryOf, deployFlags, fileArgument, withWait } from '../../cli/deploy/flags.js';
import { BaseCommand, confirmFlag } from '../../cli/index.js';
import {
  type DeployResult,
  deploy,
  describeDeploy,
  describeEnd,
  describePlan,
  type Plan,
  planRelease,
  withSource,
} from '../../deploy/index.js';

export default class Deploy extends BaseCommand {
  static override summary = 'Release a commit to an environment: in every function, or in none';
  static override description =
    'What is committed is checked out clean, built, zipped, stored, published in every function, and only then ' +
    'brought into service. Run again after whatever interrupts it. Exit codes: 0 released, or nothing to change; ' +
    '1 failed, and everything is as before; 2 wrong usage; 3 some functions are new and some old; ' +
    '4 another deploy is under way; 130 and 143 interrupted, and put back.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env local --ref HEAD',
    '<%= config.bin %> <%= command.id %> --env sandbox --ref v1.4.0 --json',
    '<%= config.bin %> <%= command.id %> --env live --ref master --dry-run',
    '<%= config.bin %> <%= command.id %> --env sandbox --ref v1.5.0 --migrate --wait=10m',
    '<%= config.bin %> <%= command.id %> --env sandbox --ref v1.5.0 --canary 10 --for 5m',
    '<%= config.bin %> <%= command.id %> superbowleto.yml --env live --ref master --confirm live',
  ];
  static override args = { file: fileArgument };
  static override showsProgress = true;
  static override flags = { ...deployFlags, confirm: confirmFlag };

  async run(): Promise<DeployResult | Plan> {
    const { args, flags } = await this.parse(Deploy, withWait(this.argv));
    const { ref, migrate, wait } = flags;
    const canary = canaryOf(flags);
    const { environment, connection: clients, ...opened } = await this.open(args.file, flags.env);
    const project = withSource(opened.project, flags.source, process.cwd());
    const { report, signal } = this;
    const options = { project, environment, ref, clients, migrate, wait, canary, report, signal };
    if (flags['dry-run']) {
      const { plan } = await planRelease(options);
      this.log(describePlan(plan));
      return plan;
    }
    const planned = await confirmDeploy(options, flags.confirm);
    const result = await deploy({ ...options, ...(planned && { planned }) });
    process.exitCode = exitCodeOf(result.state);
    this.log(describeDeploy(result));
    this.conclude(describeEnd(`Deploy of ${ref} to ${environment.name}`, result));
    return result;
  }
}
