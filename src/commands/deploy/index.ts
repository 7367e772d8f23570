import { Args, Flags } from '@oclif/core';
import { BaseCommand, confirmFlag, confirmProtected, table } from '../../cli/index.js';
import { type DeployResult, type DeployState, deploy } from '../../deploy/index.js';

export default class Deploy extends BaseCommand {
  static override summary = 'Release a commit to an environment: in every function, or in none';
  static override description =
    'What is committed is checked out clean, built, zipped, stored, published in every function, and only then ' +
    'brought into service. Run again after whatever interrupts it. Exit codes: 0 released, or nothing to change; ' +
    '1 failed, and everything is as before; 2 wrong usage; 3 some functions are new and some old; ' +
    '4 another deploy is under way.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env local --ref HEAD',
    '<%= config.bin %> <%= command.id %> --env sandbox --ref v1.4.0 --json',
    '<%= config.bin %> <%= command.id %> superbowleto.yml --env live --ref master --confirm live',
  ];
  static override args = {
    file: Args.string({ description: 'the project file', default: 'superbowleto.yml' }),
  };
  static override flags = {
    env: Flags.string({
      char: 'e',
      description: 'environment, as the project file names it',
      helpValue: 'NAME',
      required: true,
    }),
    ref: Flags.string({
      char: 'r',
      description: 'branch, tag, full or short commit id, or HEAD',
      helpValue: 'REF',
      required: true,
    }),
    confirm: confirmFlag,
  };

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.parse(Deploy);
    const { ref } = flags;
    const { project, environment, connection: clients } = await this.open(args.file, flags.env);
    await confirmProtected(environment, flags.confirm, [`This deploys ${ref} to ${environment.name}.`]);
    const { report, signal } = this;
    const result = await deploy({ project, environment, ref, clients, report, signal });
    process.exitCode = exitCodes[result.state];
    this.log(
      table(
        result.functions.map(({ name, status, version = '', reason = '' }) => [
          name,
          status,
          version,
          reason,
        ]),
      ),
    );
    return result;
  }
}

const exitCodes: Readonly<Record<DeployState, number>> = {
  released: 0,
  unchanged: 0,
  failed: 1,
  reverted: 1,
  interrupted: 1,
  mixed: 3,
};
