import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { apiKeyFlags } from '../../cli/administer/api-key-flag.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';

export default class TenantAddKey extends AdministeringCommand {
  static override summary = 'Let an API key call as a tenant';
  static override description =
    'A key belongs to one tenant. Its id is no secret: API Gateway shows it beside the value, which is never given here.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --api-key-id a1b2c3d4e5',
    '<%= config.bin %> <%= command.id %> loja-sul --api-key-id a1b2c3d4e5 --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...apiKeyFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantAddKey);
    const { 'api-key-id': api_key_id } = flags;
    const warning = (environment: string) =>
      `Who holds API key ${api_key_id} will call as tenant ${args.tenant} of ${environment}.`;
    const { tenant } = await this.change(flags, 'tenant.add-key', { ...args, api_key_id }, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
