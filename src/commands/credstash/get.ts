import { Args, Flags } from '@oclif/core';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { createCredstash } from '../../credstash/index.js';

interface Answer {
  readonly name: string;
  readonly version: string;
  readonly value: string;
}

export default class CredstashGet extends BaseCommand {
  static override summary = 'Print a secret';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local/database/password',
    '<%= config.bin %> <%= command.id %> sandbox/database/password --env sandbox --version 3 -n',
  ];
  static override args = {
    name: Args.string({ description: 'name of the secret', required: true, ignoreStdin: true }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    version: Flags.string({ char: 'v', description: 'version; the latest when left out' }),
    noline: Flags.boolean({ char: 'n', description: 'no newline after the value' }),
  };

  async run(): Promise<Answer> {
    const { args, flags } = await this.parse(CredstashGet);
    const { environment, connection } = await this.open(flags.file, flags.env);
    const { kms, dynamodb } = connection;
    const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
    const options = flags.version === undefined ? {} : { version: flags.version };
    const { name, version, value } = await credstash.read(args.name, options);
    if (!this.jsonEnabled()) process.stdout.write(flags.noline ? value : `${value}\n`);
    return { name, version, value };
  }
}
