import { Flags } from '@oclif/core';
import type { WalletName } from '../../administration/index.js';

/** Flags that name a wallet. */
export const walletFlags = {
  issuer: Flags.string({ description: 'whose boletos, as in bradesco', helpValue: 'NAME', required: true }),
  agency: Flags.string({ description: 'digits, leading zeros kept', helpValue: 'DIGITS', required: true }),
  account: Flags.string({
    description: 'digits, without check digit',
    helpValue: 'DIGITS',
    required: true,
  }),
  wallet: Flags.string({ description: 'carteira', helpValue: 'DIGITS', required: true }),
};

interface GivenWallet {
  readonly issuer: string;
  readonly agency: string;
  readonly account: string;
  readonly wallet: string;
}

/** Returns the wallet that the flags name, in the words of the API. */
export function walletOf({ issuer, agency, account, wallet }: GivenWallet): WalletName {
  return { issuer, issuer_agency: agency, issuer_account: account, issuer_wallet: wallet };
}

/** Names a wallet in a sentence. @example describeWalletFlags(flags) // 'wallet 26 of bradesco, agency 3381, account 9721' */
export function describeWalletFlags({ issuer, agency, account, wallet }: GivenWallet): string {
  return `wallet ${wallet} of ${issuer}, agency ${agency}, account ${account}`;
}
