import type { TenantRecord } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { describeTenant } from '../../cli/administer/describe-tenant.js';
import { describeWalletFlags, walletFlags, walletOf } from '../../cli/administer/wallet-flags.js';

export default class TenantRemoveWallet extends AdministeringCommand {
  static override summary = 'Take a wallet from a tenant';
  static override description =
    'It issues there no more, within half a minute. Its boletos stay, and the numbers go on where they are when the wallet is granted again. While there is one tenant alone, it gets the wallet back at its next use.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26',
    '<%= config.bin %> <%= command.id %> loja-sul --issuer bradesco --agency 3381 --account 9721 --wallet 26 --env live --confirm live',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = { ...walletFlags, ...changeFlags };

  async run(): Promise<TenantRecord> {
    const { args, flags } = await this.parse(TenantRemoveWallet);
    const warning = (environment: string) =>
      `Tenant ${args.tenant} of ${environment} will no longer issue on ${describeWalletFlags(flags)}.`;
    const { tenant } = await this.change(flags, 'wallet.remove', { ...args, ...walletOf(flags) }, warning);
    this.log(describeTenant(tenant));
    return tenant;
  }
}
