import { Flags } from '@oclif/core';
import type { TenantConfiguration } from '../../../administration/index.js';
import { AdministeringCommand } from '../../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../../cli/administer/arguments.js';
import { describeConfigurations } from '../../../cli/administer/describe-tenant.js';
import { walletFlags, walletOf } from '../../../cli/administer/wallet-flags.js';

export default class TenantConfigurationPut extends AdministeringCommand {
  static override summary = 'Make a configuration of a tenant, or replace the one of that external id';
  static override description =
    'A request that names the external id is issued there; the one called default fills in what a request leaves out. The tenant must own the wallet: sbw tenant add-wallet.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --external-id default --issuer bradesco --agency 3381 --account 9721 --wallet 26',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = {
    'external-id': Flags.string({
      description: 'name that requests give',
      helpValue: 'NAME',
      required: true,
    }),
    ...walletFlags,
    ...changeFlags,
  };

  async run(): Promise<TenantConfiguration> {
    const { args, flags } = await this.parse(TenantConfigurationPut);
    const warning = (environment: string) =>
      `Boletos of tenant ${args.tenant} of ${environment} will be issued at account ${flags.account} of ${flags.issuer}.`;
    const request = { ...args, external_id: flags['external-id'], ...walletOf(flags) };
    const { configuration } = await this.change(flags, 'configuration.put', request, warning);
    this.log(describeConfigurations([configuration]));
    return configuration;
  }
}
