import { Args, Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { authored } from '../../cli/credstash/authorship.js';
import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { writeFlags } from '../../cli/credstash/write-flags.js';
import { confirmFlag } from '../../cli/index.js';
import { askForSecretValue, readSecretValue } from '../../cli/secret-value.js';

interface Answer {
  readonly name: string;
  readonly version: string;
}

export default class CredstashPut extends CredstashCommand {
  static override summary = 'Store a secret as a new version';
  static override description =
    'The value is asked for without showing it, or read from standard input or a file to its last byte, a newline at ' +
    'its end included. KEY=VALUE, behind the value, is the encryption context; it is needed again for reading.';
  static override usage = 'credstash put NAME [VALUE|@FILE|-] [KEY=VALUE...] [flags]';
  static override examples = [
    'openssl rand -hex 16 | <%= config.bin %> <%= command.id %> local/partner/token --trim',
    'printf hunter2 | <%= config.bin %> <%= command.id %> local/partner/login - role=app',
    '<%= config.bin %> <%= command.id %> local/partner/key @package.json --comment "from the partner, 2026-07"',
  ];
  static override strict = false;
  static override args = {
    name: Args.string({ description: 'name of the secret', required: true, ignoreStdin: true }),
    // Without ignoreStdin, oclif reads a missing argument from standard input, and trims it.
    value: Args.string({
      description: '@FILE, or - for standard input; asked for, or standard input, when left out',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    ...locationFlags,
    ...writeFlags,
    prompt: Flags.boolean({ char: 'P', description: 'ask for the value: all behind the name is context' }),
    trim: Flags.boolean({ description: 'leave out one newline at the end of the value' }),
    force: Flags.boolean({
      description: 'store a version below the latest, which nobody will read as the latest',
    }),
    confirm: confirmFlag,
  };

  async run(): Promise<Answer> {
    const { args, argv, flags } = await this.parse(CredstashPut);
    const context = contextOf(argv, flags.prompt ? 1 : 2);
    const { credstash, location } = await this.openCredstash(flags, context);
    await this.confirmChange(location, flags.confirm, `This stores a new version of ${args.name}`);
    const read = flags.prompt ? await askForSecretValue() : await readSecretValue(args.value, this.report);
    const value = flags.trim ? read.replace(/\r?\n$/, '') : read;
    const { version, comment = authored('put'), digest, force } = flags;
    const stored = await credstash.put(args.name, value, { version, comment, digest, force });
    this.log(`${args.name} is stored as version ${stored.version}`);
    return { name: args.name, version: stored.version };
  }
}
