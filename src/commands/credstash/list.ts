import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { locationFlags } from '../../cli/credstash/location.js';
import type { ListedVersion } from '../../credstash/index.js';
import { table } from '../../report.js';

export default class CredstashList extends CredstashCommand {
  static override summary = 'List every version of every secret, without the values';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = locationFlags;

  async run(): Promise<ListedVersion[]> {
    const { flags } = await this.parse(CredstashList);
    const { credstash } = await this.openCredstash(flags);
    const listed = await credstash.list();
    if (listed.length > 0)
      this.log(table(listed.map(({ name, version, comment = '' }) => [name, version, comment])));
    return listed;
  }
}
