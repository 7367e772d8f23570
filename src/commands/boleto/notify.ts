import type { BoletoLife } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { boletoArgument, changeFlags } from '../../cli/administer/arguments.js';
import { describeBoleto } from '../../cli/administer/describe-boleto.js';

export default class BoletoNotify extends AdministeringCommand {
  static override summary = "Tell a boleto's owner again how it ended";
  static override description =
    'Puts the notification of its status into the outbox once more, with an id of its own; the schedule sends it within a minute. Only of a boleto that has ended.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz',
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz --env live --confirm live',
  ];
  static override args = { id: boletoArgument };
  static override flags = changeFlags;

  async run(): Promise<BoletoLife> {
    const { args, flags } = await this.parse(BoletoNotify);
    const warning = (environment: string) =>
      `The owner of boleto ${args.id} in ${environment} will be told of it again.`;
    const { boleto } = await this.change(flags, 'boleto.notify', { id: args.id }, warning);
    this.log(describeBoleto(boleto));
    return boleto;
  }
}
