import { Args } from '@oclif/core';
import type { BoletoLife } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { describeBoleto } from '../../cli/administer/describe-boleto.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';

export default class BoletoRetry extends AdministeringCommand {
  static override summary = 'Have a failed boleto registered again';
  static override description =
    'It is given as many attempts again as it had at first, and the schedule takes it up within a minute. A boleto in any other state is left as it is, and the reason told.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz',
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz --env live --confirm live',
  ];
  static override args = { id: Args.string({ description: "the boleto's id", required: true }) };
  static override flags = { env: environmentFlag, file: fileFlag, confirm: confirmFlag };

  async run(): Promise<BoletoLife> {
    const { args, flags } = await this.parse(BoletoRetry);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Boleto ${args.id} of ${place.environment.name} will be registered at its bank again.`,
    ]);
    const { boleto } = await this.ask(place, 'boleto.retry', { id: args.id });
    this.log(describeBoleto(boleto));
    return boleto;
  }
}
