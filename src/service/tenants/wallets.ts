import type { Clock } from '../../clock.js';
import type { Database } from '../database/connection.js';
import { type WalletFields, walletKey } from '../issuers/wallet.js';
import type { Deadline } from '../lambda.js';
import { createCache } from './cache.js';

/** Which tenant may issue on a wallet. Only an operator grants one. */
export interface Wallets {
  /**
   * Whether a wallet belongs to a tenant. The only tenant of an installation gets a wallet at its first use.
   *
   * @param wallet fields that the issuer's bank accepts
   */
  isOf(tenantId: string, wallet: WalletFields, deadline: Deadline): Promise<boolean>;
}

const OWNER = `
  SELECT tenant_id FROM title_ids WHERE (issuer, agency, account, wallet) = ($1, $2, $3, $4)`;

const GRANT_TO_ONLY_TENANT = `
  INSERT INTO title_ids (issuer, agency, account, wallet, last, tenant_id)
  SELECT $1, $2, $3, $4, 0, id FROM tenants WHERE id = $5 AND (SELECT count(*) FROM tenants) = 1
  ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET tenant_id = excluded.tenant_id
  WHERE title_ids.tenant_id IS NULL
  RETURNING tenant_id`;

/** Creates the check. It caches owners, so that a warm POST reads none from the database. */
export function createWallets(database: Database, clock: Pick<Clock, 'now'>): Wallets {
  const owners = createCache<string>(clock);
  return {
    async isOf(tenantId, wallet, deadline) {
      const key = walletKey(wallet);
      const find = async (text: string, values: readonly unknown[]) =>
        (await database.query<{ tenant_id: string | null }>(text, values, deadline))[0]?.tenant_id ??
        undefined;
      const findOwner = async () => {
        const owner = (await find(OWNER, key)) ?? (await find(GRANT_TO_ONLY_TENANT, [...key, tenantId]));
        // Without a row, another request may have been the first to use the wallet.
        return owner ?? (await find(OWNER, key));
      };
      const isOwn = (owner: string | undefined) => owner === tenantId;
      return isOwn(await owners(key.join('/'), findOwner, isOwn));
    },
  };
}
