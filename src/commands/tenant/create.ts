import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { allowedQueues, queueFlags } from '../../cli/administer/queue-flags.js';

export default class TenantCreate extends AdministeringCommand {
  static override summary = 'Make a tenant';
  static override description =
    'Nobody can call as it before it has an API key: sbw tenant add-key. Without --allow-queue its boletos may name any queue of the account and region.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --allow-queue https://sqs.us-east-1.amazonaws.com/111111111111/loja-sul --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...queueFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantCreate);
    const allowed_queues = allowedQueues(flags) ?? null;
    const warning = (environment: string) => `Environment ${environment} gets the tenant ${args.tenant}.`;
    const { tenant } = await this.change(flags, 'tenant.create', { ...args, allowed_queues }, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
