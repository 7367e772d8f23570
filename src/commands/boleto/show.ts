import type { BoletoLife } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { boletoArgument, readFlags } from '../../cli/administer/arguments.js';
import { describeBoleto } from '../../cli/administer/describe-boleto.js';

export default class BoletoShow extends AdministeringCommand {
  static override summary = "Show a boleto's state, changes, and messages still to be sent";
  static override description =
    'Shows nothing of the payer. A change shows what it changed, the id of the API key, and the id of the request. To find the boleto in the logs, search for its id and for those of its requests.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz',
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz --env sandbox --json',
  ];
  static override args = { id: boletoArgument };
  static override flags = readFlags;

  async run(): Promise<BoletoLife> {
    const { args, flags } = await this.parse(BoletoShow);
    const { boleto } = await this.ask(flags, 'boleto.show', { id: args.id });
    this.log(describeBoleto(boleto));
    return boleto;
  }
}
