import { Flags } from '@oclif/core';
import { pairsOf } from '../../cli/credstash/arguments.js';
import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { saveKmsRegion } from '../../cli/credstash/settings.js';
import { confirmFlag } from '../../cli/index.js';

interface Answer {
  readonly table: string;
  readonly created: boolean;
}

export default class CredstashSetup extends CredstashCommand {
  static override summary = 'Make the DynamoDB table, unless it is there';
  static override description =
    'The table is billed by request. The KMS key is not made: aws kms create-key, then aws kms create-alias.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --table local-partners --tags team=payments --tags Name=credstash',
  ];
  static override flags = {
    ...locationFlags,
    tags: Flags.string({
      description: 'tag of the table; more than once for more',
      multiple: true,
      helpValue: 'KEY=VALUE',
    }),
    'save-kms-region': Flags.string({
      description: 'keep the region of KMS in ~/.credstash, for every later run that names no environment',
      helpValue: 'REGION',
    }),
    confirm: confirmFlag,
  };

  async run(): Promise<Answer> {
    const { flags } = await this.parse(CredstashSetup);
    const { tags: given = [], 'save-kms-region': saved } = flags;
    const tags = pairsOf(given, 'a tag', (index) => `"${given[index]}"`);
    const { credstash, location } = await this.openCredstash(flags);
    const { table } = location;
    await this.confirmChange(location, flags.confirm, 'This makes the table of secrets, or sets its tags');
    const { created } = await credstash.setup({ tags });
    if (saved !== undefined) saveKmsRegion(saved);
    this.log(created ? `Table ${table} is made` : `Table ${table} was there already`);
    if (saved !== undefined) this.log(`KMS region ${saved} is kept in ~/.credstash`);
    return { table, created };
  }
}
