import { once } from 'node:events';
import { Flags } from '@oclif/core';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { bringUp } from '../../cli/local/bring-up.js';
import { reportReady, runDetached } from '../../cli/local/detach.js';
import { welcome } from '../../cli/local/welcome.js';
import { findStage, homeFolder } from '../../local/index.js';
import { loadProject, selectEnvironment } from '../../project/index.js';

export default class LocalStart extends BaseCommand {
  static override summary = 'Start the local stage, ship the service to it and migrate its database';
  static override description =
    'AWS on this machine: PostgreSQL, DynamoDB, S3, SQS, KMS, RDS, Lambda and API Gateway, and on it the committed ' +
    'state of the repository, deployed and migrated as sbw deploy and sbw migrate do. Ctrl-C ends it; its data stays.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --detach',
    '<%= config.bin %> <%= command.id %> --port 4600 --no-deploy',
  ];
  static override flags = {
    detach: Flags.boolean({ char: 'd', description: 'run in the background; sbw local stop ends it' }),
    port: Flags.integer({
      description: 'loopback port of every AWS service; the last one, 4580 or a free one',
      min: 1,
      max: 65535,
    }),
    ref: Flags.string({ description: 'branch, tag or commit to ship', default: 'HEAD', helpValue: 'REF' }),
    deploy: Flags.boolean({ description: 'ship the service and migrate', default: true, allowNo: true }),
    env: environmentFlag,
    file: fileFlag,
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(LocalStart);
    const home = homeFolder(process.env);
    const found = findStage(home);
    if (found?.ready) return this.alreadyRuns(found);
    if (flags.detach) return await this.detach(home);

    const project = await loadProject(flags.file);
    const environment = selectEnvironment(project, flags.env);
    const ref = flags.deploy ? flags.ref : undefined;
    const { report, signal } = this;
    const running = await bringUp({ home, port: flags.port, project, environment, ref, report, signal });
    running.stage.ready();
    if (!reportReady()) this.log(welcome(running, new Date()));
    if (!signal.aborted) await once(signal, 'abort');
    this.report('Stopping');
    await running.stage.stop();
    return undefined;
  }

  private alreadyRuns({ endpoint, pid }: NonNullable<ReturnType<typeof findStage>>) {
    this.log(
      `The local stage runs already, at ${endpoint}, as process ${pid}. What it offers: sbw local status`,
    );
    return { running: true, endpoint, pid };
  }

  private async detach(home: string) {
    const args = this.argv.filter((argument) => !['--detach', '-d', '--json'].includes(argument));
    await runDetached(home, ['local', 'start', ...args], this.signal);
    const started = findStage(home);
    this.log(
      `The local stage runs in the background, at ${started?.endpoint}. What it offers: sbw local status`,
    );
    return { running: true, endpoint: started?.endpoint, pid: started?.pid, api: started?.provisioned?.api };
  }
}
