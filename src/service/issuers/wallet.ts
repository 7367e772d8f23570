import { type Issuer, titleSeriesOf } from './issuers.js';

/** What identifies a wallet: the bank account and the carteira in which title ids are unique. */
export interface WalletFields {
  readonly issuer: Issuer;
  readonly issuer_agency: string;
  readonly issuer_account: string;
  readonly issuer_wallet: string;
}

/**
 * Returns what the table `title_ids` knows a wallet by: its title series, agency, account and carteira. Leading zeros
 * make no difference to a bank, so that they are left out.
 */
export function walletKey({ issuer, issuer_agency, issuer_account, issuer_wallet }: WalletFields): string[] {
  const digits = [issuer_agency, issuer_account, issuer_wallet].map((text) => text.replace(/^0+/, ''));
  return [titleSeriesOf(issuer), ...digits];
}
