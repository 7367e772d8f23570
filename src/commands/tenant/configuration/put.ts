import { Args, Flags } from '@oclif/core';
import type { TenantConfiguration } from '../../../administration/index.js';
import { AdministeringCommand } from '../../../cli/administer/administration-command.js';
import { describeConfigurations } from '../../../cli/administer/describe-tenant.js';
import { confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../../cli/index.js';

export default class TenantConfigurationPut extends AdministeringCommand {
  static override summary = 'Make a configuration of a tenant, or replace the one of that external id';
  static override description =
    'A boleto that names the external id is issued there; the one called default fills in what a request leaves out.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --external-id default --issuer bradesco --agency 3381 --account 9721 --wallet 26',
  ];
  static override args = {
    tenant: Args.string({ description: "the tenant's id", required: true }),
  };
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
    env: environmentFlag,
    file: fileFlag,
    confirm: confirmFlag,
  };

  async run(): Promise<TenantConfiguration> {
    const { args, flags } = await this.parse(TenantConfigurationPut);
    const place = await this.open(flags.file, flags.env);
    await confirmProtected(place.environment, flags.confirm, [
      `Boletos of tenant ${args.tenant} of ${place.environment.name} will be issued at account ${flags.account} of ${flags.issuer}.`,
    ]);
    const { configuration } = await this.ask(place, 'configuration.put', {
      tenant: args.tenant,
      external_id: flags['external-id'],
      issuer: flags.issuer,
      issuer_agency: flags.agency,
      issuer_account: flags.account,
      issuer_wallet: flags.wallet,
    });
    this.log(describeConfigurations([configuration]));
    return configuration;
  }
}
