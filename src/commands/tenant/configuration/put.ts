import { Flags } from '@oclif/core';
import type { TenantConfiguration } from '../../../administration/index.js';
import { AdministeringCommand } from '../../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../../cli/administer/arguments.js';
import { describeConfigurations } from '../../../cli/administer/describe-tenant.js';

export default class TenantConfigurationPut extends AdministeringCommand {
  static override summary = 'Make a configuration of a tenant, or replace the one of that external id';
  static override description =
    'A boleto that names the external id is issued there; the one called default fills in what a request leaves out.';
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
    issuer: Flags.string({ description: 'whose boletos, as in bradesco', helpValue: 'NAME', required: true }),
    agency: Flags.string({ description: 'digits, leading zeros kept', helpValue: 'DIGITS', required: true }),
    account: Flags.string({
      description: 'digits, without check digit',
      helpValue: 'DIGITS',
      required: true,
    }),
    wallet: Flags.string({ description: 'carteira', helpValue: 'DIGITS', required: true }),
    ...changeFlags,
  };

  async run(): Promise<TenantConfiguration> {
    const { args, flags } = await this.parse(TenantConfigurationPut);
    const warning = (environment: string) =>
      `Boletos of tenant ${args.tenant} of ${environment} will be issued at account ${flags.account} of ${flags.issuer}.`;
    const request = {
      tenant: args.tenant,
      external_id: flags['external-id'],
      issuer: flags.issuer,
      issuer_agency: flags.agency,
      issuer_account: flags.account,
      issuer_wallet: flags.wallet,
    };
    const { configuration } = await this.change(flags, 'configuration.put', request, warning);
    this.log(describeConfigurations([configuration]));
    return configuration;
  }
}
