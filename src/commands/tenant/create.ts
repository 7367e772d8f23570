import type { RestrictedTenant, TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeRestricted, describeTenant } from '../../cli/administer/describe-tenant.js';
import { newTenantFlags, tenantSettings } from '../../cli/administer/tenant-flags.js';

export default class TenantCreate extends AdministeringCommand {
  static override summary = 'Make a tenant';
  static override description =
    'Next it needs an API key (sbw tenant add-key), a wallet (sbw tenant add-wallet) and a queue (--allow-queue). With a second tenant the first one can no longer name any queue: it keeps those that its boletos name.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --notify later',
    '<%= config.bin %> <%= command.id %> loja-sul --allow-queue https://sqs.us-east-1.amazonaws.com/111111111111/loja-sul --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...newTenantFlags, ...changeFlags };

  async run(): Promise<TenantRecord & { readonly restricted: readonly RestrictedTenant[] }> {
    const { args, flags } = await this.parse(TenantCreate);
    const request = { ...args, ...tenantSettings(flags) };
    const warning = (environment: string) =>
      `Environment ${environment} gets the tenant ${args.tenant}. If it is the second one, the first keeps only the queues that its boletos name.`;
    const { tenant, restricted = [] } = await this.change(flags, 'tenant.create', request, warning);
    this.log([describeTenant(tenant), ...restricted.map(describeRestricted)].join('\n\n'));
    return { ...tenant, restricted };
  }
}
