import { Args } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { authored } from '../../cli/credstash/authorship.js';
import { CredstashCommand, type Failed } from '../../cli/credstash/credstash-command.js';
import { decode } from '../../cli/credstash/formats/index.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { writeFlags } from '../../cli/credstash/write-flags.js';
import { confirmFlag } from '../../cli/index.js';
import { readSecretValue } from '../../cli/secret-value.js';

interface Answer {
  readonly stored: readonly { readonly name: string; readonly version: string }[];
  readonly failures: readonly Failed[];
}

export default class CredstashPutall extends CredstashCommand {
  static override summary = 'Store every secret of a JSON object, each as a new version';
  static override description =
    'The object has names and texts. Each is stored whether it changed or not; `import` stores only what changed. ' +
    'KEY=VALUE, behind the object, is the encryption context.';
  static override usage = 'credstash putall [JSON|@FILE|-] [KEY=VALUE...] [flags]';
  static override examples = [
    `echo '{"local/a": "1", "local/b": "2"}' | <%= config.bin %> <%= command.id %>`,
    `echo '{"local/c": "3"}' | <%= config.bin %> <%= command.id %> - role=app`,
  ];
  static override strict = false;
  static override args = {
    secrets: Args.string({ description: '@FILE, or - for standard input', ignoreStdin: true }),
  };
  static override flags = { ...locationFlags, ...writeFlags, confirm: confirmFlag };

  async run(): Promise<Answer> {
    const { args, argv, flags } = await this.parse(CredstashPutall);
    const { credstash, location } = await this.openCredstash(flags, contextOf(argv, 1));
    await this.confirmChange(location, flags.confirm, 'This stores new versions of secrets');
    const secrets = decode('json', await readSecretValue(args.secrets, this.report));
    const { version, comment = authored('putall'), digest } = flags;
    const outcomes = await credstash.putAll(Object.fromEntries(secrets), { version, comment, digest });
    const stored = outcomes.flatMap((outcome) => ('error' in outcome ? [] : [outcome]));
    for (const { name, version } of stored) this.log(`${name} is stored as version ${version}`);
    const failed = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []));
    return { stored, failures: this.showFailures(failed) };
  }
}
