import { Args } from '@oclif/core';
import { type Authorship, authorshipOf } from '../../cli/credstash/authorship.js';
import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { type HistoricVersion, SecretNotFound } from '../../credstash/index.js';
import { table } from '../../report.js';

type Entry = HistoricVersion & Partial<Authorship>;

export default class CredstashHistory extends CredstashCommand {
  static override summary = 'List the versions of one secret, newest first, without the values';
  static override description =
    'Time and author come from the comment that sbw leaves when none is given; nothing proves a comment.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local/database/password',
    '<%= config.bin %> <%= command.id %> local/database/password --json',
  ];
  static override args = {
    name: Args.string({ description: 'name of the secret', required: true, ignoreStdin: true }),
  };
  static override flags = locationFlags;

  async run(): Promise<Entry[]> {
    const { args, flags } = await this.parse(CredstashHistory);
    const { credstash } = await this.openCredstash(flags);
    const versions = await credstash.versions(args.name);
    if (versions.length === 0) throw new SecretNotFound({ secret: args.name });
    const entries = versions.map((listed) => ({ ...listed, ...authorshipOf(listed.comment) }));
    this.log(table([['VERSION', 'TIME', 'AUTHOR', 'DIGEST', 'COMMENT'], ...entries.map(row)]));
    return entries;
  }
}

function row({ version, time = '-', author = '-', digest, comment = '-' }: Entry): string[] {
  return [version, time, author, digest, comment];
}
