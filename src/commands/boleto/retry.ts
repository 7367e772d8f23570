import type { BoletoLife } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { boletoArgument, changeFlags } from '../../cli/administer/arguments.js';
import { describeBoleto } from '../../cli/administer/describe-boleto.js';

export default class BoletoRetry extends AdministeringCommand {
  static override summary = 'Have a failed boleto registered again';
  static override description =
    'It is given as many attempts again as it had at first, and the schedule takes it up within a minute. A boleto in any other state is left as it is, and the reason told.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz',
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz --env live --confirm live',
  ];
  static override args = { id: boletoArgument };
  static override flags = changeFlags;

  async run(): Promise<BoletoLife> {
    const { args, flags } = await this.parse(BoletoRetry);
    const warning = (environment: string) =>
      `Boleto ${args.id} of ${environment} will be registered at its bank again.`;
    const { boleto } = await this.change(flags, 'boleto.retry', { id: args.id }, warning);
    this.log(describeBoleto(boleto));
    return boleto;
  }
}
