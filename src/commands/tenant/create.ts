import { Args } from '@oclif/core';
import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { allowedQueues, queueFlags } from '../../cli/administer/queue-flags.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';

export default class TenantCreate extends AdministeringCommand {
  static override summary = 'Make a tenant';
  static override description =
    'Nobody can call as it before it has an API key: sbw tenant add-key. Without --allow-queue its boletos may name any queue of the account and region.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --allow-queue https://sqs.us-east-1.amazonaws.com/111111111111/loja-sul --env live --confirm live',
  ];
  static override args = {
    tenant: Args.string({ description: "the tenant's id", required: true }),
  };
  static override flags = {
    ...queueFlags,
    env: environmentFlag,
    file: fileFlag,
    confirm: confirmFlag,
  };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantCreate);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Environment ${place.environment.name} gets the tenant ${args.tenant}.`,
    ]);
    const { tenant } = await this.ask(place, 'tenant.create', {
      tenant: args.tenant,
      allowed_queues: allowedQueues(flags) ?? null,
    });
    this.log(describeTenant(tenant));
    return tenant;
  }
}
