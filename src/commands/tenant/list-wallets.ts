import { Args } from '@oclif/core';
import type { OwnedWallet } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { readFlags } from '../../cli/administer/arguments.js';
import { describeWallets } from '../../cli/administer/describe-tenant.js';

export default class TenantListWallets extends AdministeringCommand {
  static override summary = 'List wallets, their owners and their numbers';
  static override description =
    'ALSO USED BY names tenants that issued on the wallet before wallets had owners. Decide with sbw tenant add-wallet.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> loja-sul --env sandbox --json',
  ];
  static override args = { tenant: Args.string({ description: 'only those of this tenant' }) };
  static override flags = readFlags;

  async run(): Promise<readonly OwnedWallet[]> {
    const { args, flags } = await this.parse(TenantListWallets);
    const request = args.tenant === undefined ? {} : { tenant: args.tenant };
    const { wallets } = await this.ask(flags, 'wallet.list', request);
    this.log(describeWallets(wallets));
    return wallets;
  }
}
