import { Args } from '@oclif/core';
import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { environmentFlag, fileFlag } from '../../cli/index.js';

export default class TenantShow extends AdministeringCommand {
  static override summary = 'Show a tenant: its API keys and the queues that it may name';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --env sandbox --json',
  ];
  static override args = {
    tenant: Args.string({ description: "the tenant's id", required: true }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
  };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantShow);
    const place = await this.open(flags.file, flags.env);
    const { tenant } = await this.ask(place, 'tenant.show', { tenant: args.tenant });
    this.log(describeTenant(tenant));
    return tenant;
  }
}
