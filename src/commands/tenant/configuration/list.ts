import { Args } from '@oclif/core';
import type { TenantConfiguration } from '../../../administration/index.js';
import { AdministeringCommand } from '../../../cli/administer/administration-command.js';
import { describeConfigurations } from '../../../cli/administer/describe-tenant.js';
import { environmentFlag, fileFlag } from '../../../cli/index.js';

export default class TenantConfigurationList extends AdministeringCommand {
  static override summary = 'List the configurations of a tenant: at whom its boletos are issued';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --env sandbox --json',
  ];
  static override args = {
    tenant: Args.string({ description: "the tenant's id", required: true }),
  };
  static override flags = { env: environmentFlag, file: fileFlag };

  async run(): Promise<readonly TenantConfiguration[]> {
    const { args, flags } = await this.parse(TenantConfigurationList);
    const place = await this.open(flags.file, flags.env);
    const { configurations } = await this.ask(place, 'configuration.list', { tenant: args.tenant });
    this.log(describeConfigurations(configurations));
    return configurations;
  }
}
