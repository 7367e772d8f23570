import type { Issuer } from './issuers.js';

/** What identifies a wallet: the bank account and the carteira in which title ids are unique. */
export interface WalletFields {
  readonly issuer: Issuer;
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
}
