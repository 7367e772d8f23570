import { Flags } from '@oclif/core';
import { fileArgument, refFlag, sourceFlag } from '../../cli/deploy/flags.js';
import { BaseCommand, environmentFlag } from '../../cli/index.js';
import { describePlan, type Plan, planRelease, withSource } from '../../deploy/index.js';

export default class PlanDeploy extends BaseCommand {
  static override summary = 'Tell what a deploy would change, and change nothing';
  static override description =
    'The commit is built and compared with what is in service: which functions would get a new version and why, the ' +
    'commits between, the migrations that are pending. Exit code 0; with --exit-code 0 when nothing would be changed, ' +
    '2 when something would, and 1 for every error, wrong usage too.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env sandbox --ref v1.4.0',
    '<%= config.bin %> <%= command.id %> --env live --ref master --exit-code',
    '<%= config.bin %> <%= command.id %> superbowleto.yml --env live --ref master --json',
  ];
  static override args = { file: fileArgument };
  static override showsProgress = true;
  static override flags = {
    env: environmentFlag,
    ref: refFlag({ default: 'HEAD' }),
    source: sourceFlag,
    'exit-code': Flags.boolean({ description: 'end with 2 when a deploy would change something' }),
  };

  async run(): Promise<Plan> {
    const { args, flags } = await this.parse(PlanDeploy);
    const { ref } = flags;
    const { environment, connection: clients, ...opened } = await this.open(args.file, flags.env);
    const project = withSource(opened.project, flags.source, process.cwd());
    const { report, signal } = this;
    const { plan } = await planRelease({ project, environment, ref, clients, report, signal });
    this.log(describePlan(plan));
    if (flags['exit-code'] && plan.changes) process.exitCode = 2;
    return plan;
  }

  /** With --exit-code, 2 means changes. A mistyped ref must not look like that. */
  protected override async catch(error: unknown): Promise<never> {
    return await super.catch(error).catch((exit) => {
      if (this.argv.includes('--exit-code') && exit.oclif?.exit === 2) exit.oclif.exit = 1;
      throw exit;
    });
  }
}
