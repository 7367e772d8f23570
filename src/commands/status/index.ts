import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import {
  describeFunctions,
  describeLock,
  describeStatus,
  readStatus,
  type Status,
} from '../../deploy/index.js';

export default class StatusCommand extends BaseCommand {
  static override summary = 'Tell what every function serves, whether they agree, and who is changing them';
  static override description =
    'Version and commit as Lambda gives them; since when, by the release log. Changes nothing. Exit codes: 0 the ' +
    'functions agree; 1 it could not be told; 3 some serve other code than others.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env live --json',
  ];
  static override flags = { env: environmentFlag, file: fileFlag };

  async run(): Promise<Status> {
    const { flags } = await this.parse(StatusCommand);
    const { project, environment, connection } = await this.open(flags.file, flags.env);
    const status = await readStatus({ project, environment, clients: connection, signal: this.signal });
    if (!status.agree) process.exitCode = 3;
    this.log(describeFunctions(status.functions));
    this.log(describeStatus(status));
    for (const holder of status.locks) this.log(`Lock of ${describeLock(holder)}`);
    return status;
  }
}
