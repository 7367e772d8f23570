import { Args, Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { authored } from '../../cli/credstash/authorship.js';
import { compareSecrets, storeChanges } from '../../cli/credstash/changes.js';
import { CredstashCommand, type ShownChanges } from '../../cli/credstash/credstash-command.js';
import { formatFlag } from '../../cli/credstash/format-flag.js';
import { decode, formatOf } from '../../cli/credstash/formats/index.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { namedSecrets } from '../../cli/credstash/names.js';
import { confirmFlag } from '../../cli/index.js';
import { readSecretText } from '../../cli/secret-value.js';

export default class CredstashImport extends CredstashCommand {
  static override summary = 'Store the secrets of a file, those that are new or changed';
  static override description =
    'From dotenv and shell, a variable is the secret below the prefix that exec would make that variable of, else a ' +
    'new one of its own name. KEY=VALUE, behind the file, is the encryption context.';
  static override usage = 'credstash import [FILE|-] [KEY=VALUE...] [flags]';
  static override examples = [
    `echo '{"partner/token": "x"}' | <%= config.bin %> <%= command.id %> - --format json --prefix local/ --dry-run`,
    `printf "export PARTNER_TOKEN='x'" | <%= config.bin %> <%= command.id %> - --format shell --prefix local/`,
  ];
  static override strict = false;
  static override args = {
    from: Args.string({ description: 'FILE, or - for standard input', default: '-', ignoreStdin: true }),
  };
  static override flags = {
    ...locationFlags,
    format: formatFlag({ description: "by the file's ending when left out" }),
    prefix: Flags.string({ description: 'put before every name', default: '' }),
    'dry-run': Flags.boolean({ description: 'only say what would change' }),
    comment: Flags.string({ char: 'c', description: 'note beside each value, not encrypted' }),
    confirm: confirmFlag,
  };

  async run(): Promise<ShownChanges> {
    const { args, argv, flags } = await this.parse(CredstashImport);
    const { format = formatOf(args.from), prefix, confirm, comment = authored('import') } = flags;
    const { credstash, location } = await this.openCredstash(flags, contextOf(argv, 1));
    const entries = decode(format, await readSecretText(args.from));
    const wanted = await namedSecrets(credstash, format, entries, prefix);
    const compared = await compareSecrets(credstash, wanted);
    if (flags['dry-run']) return this.showChanges(compared);
    await this.confirmStoring(location, confirm, compared);
    return this.showChanges(await storeChanges(credstash, wanted, compared, comment));
  }
}
