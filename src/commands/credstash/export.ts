import { Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { CredstashCommand, type ShownSecrets, valuesOf } from '../../cli/credstash/credstash-command.js';
import { formatFlag } from '../../cli/credstash/format-flag.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { withoutPrefix } from '../../cli/credstash/names.js';

export default class CredstashExport extends CredstashCommand {
  static override summary = 'Print secrets for another program, or for import';
  static override description =
    'Those below the prefix, without it. In dotenv and shell they go by the names that exec gives them. ' +
    'KEY=VALUE is the encryption context. A value that a format cannot carry unaltered is refused.';
  static override usage = 'credstash export [KEY=VALUE...] [flags]';
  static override examples = [
    'eval "$(<%= config.bin %> <%= command.id %> --format shell --prefix local/)"',
    'umask 077; <%= config.bin %> <%= command.id %> --prefix local/ --format dotenv > .env.local',
    '<%= config.bin %> <%= command.id %> --prefix local/ | <%= config.bin %> credstash import --format json --prefix backup/',
  ];
  static override strict = false;
  static override flags = {
    ...locationFlags,
    format: formatFlag({ default: 'json' }),
    prefix: Flags.string({ description: "start of the secrets' names, which is left out", default: '' }),
  };

  async run(): Promise<ShownSecrets> {
    const { argv, flags } = await this.parse(CredstashExport);
    const { format, prefix } = flags;
    const { credstash } = await this.openCredstash(flags, contextOf(argv, 0));
    const { secrets, failures } = await credstash.getAll({ startsWith: prefix });
    return this.showSecrets(withoutPrefix(valuesOf(secrets), prefix), failures, format);
  }
}
