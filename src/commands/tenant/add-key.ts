import { Args } from '@oclif/core';
import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { apiKeyFlags } from '../../cli/administer/api-key-flag.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';

export default class TenantAddKey extends AdministeringCommand {
  static override summary = 'Let an API key call as a tenant';
  static override description =
    'A key belongs to one tenant. Its id is no secret: API Gateway shows it beside the value, which is never given here.';
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
    const { args, flags } = await this.parse(TenantAddKey);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Who holds API key ${flags['api-key-id']} will call as tenant ${args.tenant} of ${place.environment.name}.`,
    ]);
    const { tenant } = await this.ask(place, 'tenant.add-key', {
      tenant: args.tenant,
      api_key_id: flags['api-key-id'],
    });
    this.log(describeTenant(tenant));
    return tenant;
  }
}
