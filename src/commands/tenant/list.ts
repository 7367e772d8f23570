import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { readFlags } from '../../cli/administer/arguments.js';
import { describeTenants } from '../../cli/administer/describe-tenant.js';

export default class TenantList extends AdministeringCommand {
  static override summary = 'List the tenants, their API keys, queues and wallets';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = readFlags;

  async run(): Promise<readonly TenantRecord[]> {
    const { flags } = await this.parse(TenantList);
    const { tenants } = await this.ask(flags, 'tenant.list', {});
    this.log(describeTenants(tenants));
    return tenants;
  }
}
