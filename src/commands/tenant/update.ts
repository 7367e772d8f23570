import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { queueFlags, requiredQueues } from '../../cli/administer/queue-flags.js';

export default class TenantUpdate extends AdministeringCommand {
  static override summary = 'Change which queues the boletos of a tenant may name';
  static override description =
    'The queues given replace those it had. Every running function follows within half a minute; boletos that exist keep their queue.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --any-queue',
    '<%= config.bin %> <%= command.id %> loja-sul --allow-queue https://sqs.us-east-1.amazonaws.com/111111111111/loja-sul --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...queueFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantUpdate);
    const allowed_queues = requiredQueues(flags);
    const warning = (environment: string) =>
      `Which queues the boletos of tenant ${args.tenant} of ${environment} may name will change.`;
    const { tenant } = await this.change(flags, 'tenant.update', { ...args, allowed_queues }, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
