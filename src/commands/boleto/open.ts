import type { PayerLink } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { boletoArgument, readFlags } from '../../cli/administer/arguments.js';

export default class BoletoOpen extends AdministeringCommand {
  static override summary = "Print the link to a boleto's page for its payer";
  static override description =
    'Whoever has the link sees who owes how much to whom, and can pay. The link needs no API key, and ends with the key that signed it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz',
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz --env sandbox --json',
  ];
  static override args = { id: boletoArgument };
  static override flags = readFlags;

  async run(): Promise<PayerLink> {
    const { args, flags } = await this.parse(BoletoOpen);
    const { boleto_url } = await this.ask(flags, 'boleto.link', { id: args.id });
    this.log(boleto_url);
    return { boleto_url };
  }
}
