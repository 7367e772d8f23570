import { Args, Flags } from '@oclif/core';
import { contextOf, isPattern, matcher } from '../../cli/credstash/arguments.js';
import { CredstashCommand, type ShownSecrets, valuesOf } from '../../cli/credstash/credstash-command.js';
import { formatFlag } from '../../cli/credstash/format-flag.js';
import { arnFlag, locationFlags } from '../../cli/credstash/location.js';

interface Answer {
  readonly name: string;
  readonly version: string;
  readonly value: string;
}

export default class CredstashGet extends CredstashCommand {
  static override summary = 'Print a secret, or all whose names fit a pattern';
  static override description =
    'In a name, * is any text and everything else is itself. KEY=VALUE is the encryption context that the secret was stored with.';
  static override usage = 'credstash get NAME [KEY=VALUE...] [flags]';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local/database/password',
    '<%= config.bin %> <%= command.id %> sandbox/database/password --env sandbox --version 3 -n',
    "<%= config.bin %> <%= command.id %> 'local/*' --format yaml",
  ];
  static override strict = false;
  static override args = {
    name: Args.string({ description: 'name, or a pattern with *', required: true, ignoreStdin: true }),
  };
  static override flags = {
    ...locationFlags,
    arn: arnFlag,
    version: Flags.string({ char: 'v', description: 'version; the latest when left out' }),
    noline: Flags.boolean({ char: 'n', description: 'no newline after the value' }),
    format: formatFlag({ default: 'json', description: 'for a pattern' }),
  };

  async run(): Promise<Answer | ShownSecrets> {
    const { args, argv, flags } = await this.parse(CredstashGet);
    const { credstash } = await this.openCredstash(flags, contextOf(argv, 1));
    const options = flags.version === undefined ? {} : { version: flags.version };
    if (isPattern(args.name)) {
      const names = (await credstash.keys()).filter(matcher(args.name));
      const { secrets, failures } = await credstash.getMany(names, options);
      return this.showSecrets(valuesOf(secrets), failures, flags.format);
    }
    const { name, version, value } = await credstash.read(args.name, options);
    if (!this.jsonEnabled()) process.stdout.write(flags.noline ? value : `${value}\n`);
    return { name, version, value };
  }
}
