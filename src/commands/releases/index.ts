import { Flags } from '@oclif/core';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { describeReleases } from '../../deploy/index.js';
import { listReleases, operationsTable, type Release } from '../../operations/index.js';

export default class Releases extends BaseCommand {
  static override summary = 'List the releases of an environment, the newest first';
  static override description =
    'Deploys and rollbacks, how each ended, by whom and when. The one marked * is in service by the record; ' +
    'sbw status tells what the functions really serve.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env live --limit 5',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    limit: Flags.integer({ description: 'how many, at most', default: 20, min: 1, max: 1000 }),
  };

  async run(): Promise<readonly Release[]> {
    const { flags } = await this.parse(Releases);
    const { environment, connection } = await this.open(flags.file, flags.env);
    const operations = operationsTable(connection, environment);
    const log = await listReleases(operations, environment.name, { limit: flags.limit });
    this.log(describeReleases(log, environment.name));
    return log;
  }
}
