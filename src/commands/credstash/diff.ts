import { Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { CredstashCommand, type Failed } from '../../cli/credstash/credstash-command.js';
import {
  type Difference,
  describeDifferences,
  differences,
  type Side,
} from '../../cli/credstash/difference.js';
import { type BetweenFlags, betweenFlags } from '../../cli/credstash/location.js';
import { nameIn, selector } from '../../cli/credstash/names.js';
import type { Context } from '../../credstash/index.js';

interface Answer {
  readonly differences: readonly Difference[];
  readonly failures: readonly Failed[];
}

export default class CredstashDiff extends CredstashCommand {
  static override summary = 'Compare the secrets of two environments, without the values';
  static override description =
    'sandbox/NAME and live/NAME are the same secret. Fingerprints are alike for equal values, within one run only. ' +
    '--only takes names as the environment of --from has them.';
  static override usage = 'credstash diff --from NAME --to NAME [KEY=VALUE...] [flags]';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --from sandbox --to live',
    "<%= config.bin %> <%= command.id %> --from sandbox --to live --only 'sandbox/partner/*' --exit-code",
  ];
  static override strict = false;
  static override flags = {
    ...betweenFlags,
    values: Flags.boolean({ description: 'show the values in place of fingerprints' }),
    'exit-code': Flags.boolean({ description: 'end with 1 when something differs' }),
  };

  async run(): Promise<Answer> {
    const { argv, flags } = await this.parse(CredstashDiff);
    const context = contextOf(argv, 0);
    const from = await this.side(flags.from, flags, context);
    const to = await this.side(flags.to, flags, context);
    const found = differences(from, to, flags.values);
    if (found.length > 0) this.log(describeDifferences(found));
    if (flags['exit-code'] && found.some(({ state }) => state !== 'same')) process.exitCode = 1;
    return { differences: found, failures: this.showFailures([...from.failures, ...to.failures]) };
  }

  private async side(environment: string, flags: BetweenFlags, context: Context): Promise<Side> {
    const { credstash } = await this.openCredstash({ ...flags, env: environment }, context);
    const isSelected = selector(flags.only ?? []);
    const names = await credstash.keys();
    const selected = names.filter((name) => isSelected(nameIn(flags.from, environment, name)));
    return { environment, ...(await credstash.getMany(selected)) };
  }
}
