import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { locationFlags } from '../../cli/credstash/location.js';

export default class CredstashKeys extends CredstashCommand {
  static override summary = 'List the names of all secrets';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = locationFlags;

  async run(): Promise<string[]> {
    const { flags } = await this.parse(CredstashKeys);
    const { credstash } = await this.openCredstash(flags);
    const names = await credstash.keys();
    for (const name of names) this.log(name);
    return names;
  }
}
