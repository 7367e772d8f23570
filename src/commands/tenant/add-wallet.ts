import { Flags } from '@oclif/core';
import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { beneficiaryFlags, beneficiaryOf } from '../../cli/administer/beneficiary-flags.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { describeWalletFlags, walletFlags, walletOf } from '../../cli/administer/wallet-flags.js';

export default class TenantAddWallet extends AdministeringCommand {
  static override summary = 'Let a tenant issue on a wallet';
  static override description =
    'A wallet belongs to one tenant: only its API keys may issue there. It counts at once. Running the command again changes only what its flags say of the beneficiary.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26',
    '<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26 --next-title-id 120001 --env live --confirm live',
    `<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26 --beneficiary-name "Loja Sul Ltda." --beneficiary-document 11.222.333/0001-81 --beneficiary-address address.json`,
  ];
  static override args = { tenant: tenantArgument };
  static override flags = {
    ...walletFlags,
    ...beneficiaryFlags,
    'next-title-id': Flags.integer({
      description: 'first number to issue, if the wallet issued elsewhere before; it only moves forward',
      helpValue: 'NUMBER',
    }),
    ...changeFlags,
  };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantAddWallet);
    const { 'next-title-id': next_title_id } = flags;
    const warning = (environment: string) =>
      `Tenant ${args.tenant} of ${environment} will issue on ${describeWalletFlags(flags)}.`;
    const request = {
      ...args,
      ...walletOf(flags),
      ...(await beneficiaryOf(flags)),
      ...(next_title_id === undefined ? {} : { next_title_id }),
    };
    const { tenant } = await this.change(flags, 'wallet.add', request, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
