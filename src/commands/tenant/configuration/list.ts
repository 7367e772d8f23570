import type { TenantConfiguration } from '../../../administration/index.js';
import { AdministeringCommand } from '../../../cli/administer/administration-command.js';
import { readFlags, tenantArgument } from '../../../cli/administer/arguments.js';
import { describeConfigurations } from '../../../cli/administer/describe-tenant.js';

export default class TenantConfigurationList extends AdministeringCommand {
  static override summary = 'List the configurations of a tenant: at whom its boletos are issued';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --env sandbox --json',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = readFlags;

  async run(): Promise<readonly TenantConfiguration[]> {
    const { args, flags } = await this.parse(TenantConfigurationList);
    const { configurations } = await this.ask(flags, 'configuration.list', args);
    this.log(describeConfigurations(configurations));
    return configurations;
  }
}
