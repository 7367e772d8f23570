import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { requiredSettings, tenantFlags } from '../../cli/administer/tenant-flags.js';

export default class TenantUpdate extends AdministeringCommand {
  static override summary = 'Change the settings of a tenant';
  static override description =
    'It changes only what is given. The queues given replace those it had; boletos that exist keep their queue. Every running function follows within half a minute.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --notify later',
    '<%= config.bin %> <%= command.id %> loja-sul --allow-queue https://sqs.us-east-1.amazonaws.com/111111111111/loja-sul --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...tenantFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantUpdate);
    const settings = requiredSettings(flags);
    const warning = (environment: string) =>
      `Settings of tenant ${args.tenant} of ${environment} will change.`;
    const { tenant } = await this.change(flags, 'tenant.update', { ...args, ...settings }, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
