import { Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { authored } from '../../cli/credstash/authorship.js';
import { compareSecrets, storeChanges } from '../../cli/credstash/changes.js';
import { CredstashCommand, type ShownChanges, valuesOf } from '../../cli/credstash/credstash-command.js';
import { betweenFlags } from '../../cli/credstash/location.js';
import { isUnrequestedPassword, selector, valuesIn } from '../../cli/credstash/names.js';
import { confirmFlag } from '../../cli/index.js';

export default class CredstashCopy extends CredstashCommand {
  static override summary = 'Copy secrets from one environment to another';
  static override description =
    'sandbox/NAME becomes live/NAME. What is the same already is left alone; the rest becomes a new version. ' +
    "An environment's database password is copied only when --only names it in full.";
  static override usage = 'credstash copy --from NAME --to NAME [KEY=VALUE...] [flags]';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --from sandbox --to live --dry-run',
    "<%= config.bin %> <%= command.id %> --from sandbox --to live --only 'sandbox/partner/*' --confirm live",
  ];
  static override strict = false;
  static override flags = {
    ...betweenFlags,
    'dry-run': Flags.boolean({ description: 'only say what would change' }),
    confirm: confirmFlag,
  };

  async run(): Promise<ShownChanges> {
    const { argv, flags } = await this.parse(CredstashCopy);
    const { from, to, only = [] } = flags;
    const context = contextOf(argv, 0);
    const source = await this.openCredstash({ ...flags, env: from }, context);
    const target = await this.openCredstash({ ...flags, env: to }, context);
    const names = (await source.credstash.keys())
      .filter(selector(only))
      .filter((name) => !isUnrequestedPassword(name, from, only));
    const { secrets, failures } = await source.credstash.getMany(names);
    const wanted = valuesIn(to, from, valuesOf(secrets));
    const compared = await compareSecrets(target.credstash, wanted);
    const all = { ...compared, failures: [...failures, ...compared.failures] };
    if (flags['dry-run']) return this.showChanges(all);
    await this.confirmStoring(target.location, flags.confirm, compared);
    return this.showChanges(await storeChanges(target.credstash, wanted, all, authored('copy')));
  }
}
