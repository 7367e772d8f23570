import { BaseCommand, environmentFlag, fileFlag, table } from '../../cli/index.js';
import { createCredstash, type ListedVersion } from '../../credstash/index.js';

export default class CredstashList extends BaseCommand {
  static override summary = 'List every version of every secret, without the values';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = { env: environmentFlag, file: fileFlag };

  async run(): Promise<ListedVersion[]> {
    const { flags } = await this.parse(CredstashList);
    const { environment, connection } = await this.open(flags.file, flags.env);
    const { kms, dynamodb } = connection;
    const listed = await createCredstash({ kms, dynamodb, ...environment.credstash }).list();
    if (listed.length > 0)
      this.log(table(listed.map(({ name, version, comment = '' }) => [name, version, comment])));
    return listed;
  }
}
