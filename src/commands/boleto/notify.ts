import { Args } from '@oclif/core';
import type { BoletoLife } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { describeBoleto } from '../../cli/administer/describe-boleto.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';

export default class BoletoNotify extends AdministeringCommand {
  static override summary = "Tell a boleto's owner again how it ended";
  static override description =
    'Puts the notification of its status into the outbox once more, with an id of its own; the schedule sends it within a minute. Only of a boleto that has ended.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz',
    '<%= config.bin %> <%= command.id %> bol_cjn1w6u3q0000mqfab9t5g2xz --env live --confirm live',
  ];
  static override args = { id: Args.string({ description: "the boleto's id", required: true }) };
  static override flags = { env: environmentFlag, file: fileFlag, confirm: confirmFlag };

  async run(): Promise<BoletoLife> {
    const { args, flags } = await this.parse(BoletoNotify);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `The owner of boleto ${args.id} in ${place.environment.name} will be told of it again.`,
    ]);
    const { boleto } = await this.ask(place, 'boleto.notify', { id: args.id });
    this.log(describeBoleto(boleto));
    return boleto;
  }
}
