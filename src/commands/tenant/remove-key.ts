import { Args } from '@oclif/core';
import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { apiKeyFlags } from '../../cli/administer/api-key-flag.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';

export default class TenantRemoveKey extends AdministeringCommand {
  static override summary = 'Take an API key from a tenant';
  static override description =
    'Whoever calls with it is answered 403, within half a minute everywhere. The tenant and its boletos stay.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --api-key-id a1b2c3d4e5',
    '<%= config.bin %> <%= command.id %> loja-sul --api-key-id a1b2c3d4e5 --env live --confirm live',
  ];
  static override args = {
    tenant: Args.string({ description: "the tenant's id", required: true }),
  };
  static override flags = {
    ...apiKeyFlags,
    env: environmentFlag,
    file: fileFlag,
    confirm: confirmFlag,
  };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantRemoveKey);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Who holds API key ${flags['api-key-id']} will be refused by ${place.environment.name}.`,
    ]);
    const { tenant } = await this.ask(place, 'tenant.remove-key', {
      tenant: args.tenant,
      api_key_id: flags['api-key-id'],
    });
    this.log(describeTenant(tenant));
    return tenant;
  }
}
