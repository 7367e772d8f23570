import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { beneficiaryFlags, requiredBeneficiary } from '../../cli/administer/beneficiary-flags.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { describeWalletFlags, walletFlags, walletOf } from '../../cli/administer/wallet-flags.js';

export default class TenantUpdateWallet extends AdministeringCommand {
  static override summary = 'Say whose account a wallet is';
  static override description =
    'POST /boletos fills in what a request leaves out: beneficiary, bank account and check digits. It changes only what is given, and no boleto that exists. Every running function follows within half a minute.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26 --beneficiary-address address.json',
    '<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26 --agency-digit 2 --account-digit 3 --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...walletFlags, ...beneficiaryFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantUpdateWallet);
    const request = { ...args, ...walletOf(flags), ...(await requiredBeneficiary(flags)) };
    const warning = (environment: string) =>
      `New boletos of ${environment} on ${describeWalletFlags(flags)}, will name another beneficiary or account.`;
    const { tenant } = await this.change(flags, 'wallet.update', request, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
