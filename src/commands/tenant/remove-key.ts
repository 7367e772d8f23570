import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { apiKeyFlags } from '../../cli/administer/api-key-flag.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';

export default class TenantRemoveKey extends AdministeringCommand {
  static override summary = 'Take an API key from a tenant';
  static override description =
    'Whoever calls with it is answered 403, within half a minute everywhere. The tenant and its boletos stay.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --api-key-id a1b2c3d4e5',
    '<%= config.bin %> <%= command.id %> loja-sul --api-key-id a1b2c3d4e5 --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...apiKeyFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantRemoveKey);
    const { 'api-key-id': api_key_id } = flags;
    const warning = (environment: string) =>
      `Who holds API key ${api_key_id} will be refused by ${environment}.`;
    const { tenant } = await this.change(flags, 'tenant.remove-key', { ...args, api_key_id }, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
