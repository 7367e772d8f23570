import { Args, Flags } from '@oclif/core';
import { BaseCommand, confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';
import { readSecretValue } from '../../cli/secret-value.js';
import { createCredstash, DIGESTS } from '../../credstash/index.js';

interface Answer {
  readonly name: string;
  readonly version: string;
}

export default class CredstashPut extends BaseCommand {
  static override summary = 'Store a secret as a new version';
  static override description = 'The value is read to its last byte, a newline at its end included.';
  static override examples = [
    'openssl rand -hex 16 | tr -d "\\n" | <%= config.bin %> <%= command.id %> local/partner/token',
    '<%= config.bin %> <%= command.id %> local/partner/key @key.pem --comment "from the partner, 2026-07"',
  ];
  static override args = {
    name: Args.string({ description: 'name of the secret', required: true, ignoreStdin: true }),
    // oclif itself would fill an argument from standard input, and trim it.
    value: Args.string({
      description: '@FILE, or - for standard input, which is read when left out too',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    version: Flags.string({ char: 'v', description: 'version; one above the latest when left out' }),
    comment: Flags.string({ char: 'c', description: 'note beside the value, not encrypted' }),
    digest: Flags.option({ char: 'd', description: 'digest of the HMAC', options: DIGESTS })(),
    confirm: confirmFlag,
  };

  async run(): Promise<Answer> {
    const { args, flags } = await this.parse(CredstashPut);
    const { environment, connection } = await this.open(flags.file, flags.env);
    await confirmProtected(environment, flags.confirm, [`This stores ${args.name} in ${environment.name}.`]);
    const value = await readSecretValue(args.value, this.report);
    const { kms, dynamodb } = connection;
    const { version, comment, digest } = flags;
    const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
    const { version: stored } = await credstash.put(args.name, value, { version, comment, digest });
    this.log(`${args.name} is stored as version ${stored}`);
    return { name: args.name, version: stored };
  }
}
