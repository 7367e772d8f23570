import { Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { CredstashCommand, type ShownSecrets, valuesOf } from '../../cli/credstash/credstash-command.js';
import { formatFlag } from '../../cli/credstash/format-flag.js';
import { locationFlags } from '../../cli/credstash/location.js';

export default class CredstashGetall extends CredstashCommand {
  static override summary = 'Print every secret of the table';
  static override description =
    'What cannot be read is named on standard error after the rest is printed, and the exit code is 1 then. ' +
    'KEY=VALUE is the encryption context that the secrets were stored with.';
  static override usage = 'credstash getall [KEY=VALUE...] [flags]';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --format dotenv',
  ];
  static override strict = false;
  static override flags = {
    ...locationFlags,
    version: Flags.string({ char: 'v', description: 'version; only secrets that have it are printed' }),
    format: formatFlag({ default: 'json' }),
  };

  async run(): Promise<ShownSecrets> {
    const { argv, flags } = await this.parse(CredstashGetall);
    const { credstash } = await this.openCredstash(flags, contextOf(argv, 0));
    const { secrets, failures } = await credstash.getAll(
      flags.version === undefined ? {} : { version: flags.version },
    );
    return this.showSecrets(valuesOf(secrets), failures, flags.format);
  }
}
