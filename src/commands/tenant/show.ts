import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { readFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';

export default class TenantShow extends AdministeringCommand {
  static override summary = 'Show a tenant: its API keys, queues and wallets';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --env sandbox --json',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = readFlags;

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantShow);
    const { tenant } = await this.ask(flags, 'tenant.show', args);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
