import { Args } from '@oclif/core';
import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { queueFlags, requiredQueues } from '../../cli/administer/queue-flags.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';

export default class TenantUpdate extends AdministeringCommand {
  static override summary = 'Change which queues the boletos of a tenant may name';
  static override description =
    'The queues given replace those it had. Every running function follows within half a minute; boletos that exist keep their queue.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --any-queue',
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
    const { args, flags } = await this.parse(TenantUpdate);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Which queues the boletos of tenant ${args.tenant} of ${place.environment.name} may name will change.`,
    ]);
    const { tenant } = await this.ask(place, 'tenant.update', {
      tenant: args.tenant,
      allowed_queues: requiredQueues(flags),
    });
    this.log(describeTenant(tenant));
    return tenant;
  }
}
