import type { Clock } from '../../clock.js';
import type { Database } from '../database/connection.js';
import { titleSeriesOf } from '../issuers/issuers.js';
import type { WalletFields } from '../issuers/wallet.js';
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
  SELECT tenant_id FROM title_ids
  WHERE (issuer, agency, account, wallet) = ($1, ltrim($2, '0'), ltrim($3, '0'), ltrim($4, '0'))`;

const GRANT_TO_ONLY_TENANT = `
  INSERT INTO title_ids (issuer, agency, account, wallet, last, tenant_id)
  SELECT $1, ltrim($2, '0'), ltrim($3, '0'), ltrim($4, '0'), 0, $5 WHERE (SELECT count(*) FROM tenants) = 1
  ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET tenant_id = excluded.tenant_id
  WHERE title_ids.tenant_id IS NULL
  RETURNING tenant_id`;

/** Creates the check. It caches owners, so that a warm POST reads none from the database. */
export function createWallets(database: Database, clock: Pick<Clock, 'now'>): Wallets {
  const owners = createCache<string>(clock);
  return {
    async isOf(tenantId, { issuer, issuer_agency, issuer_account, issuer_wallet }, deadline) {
      const wallet = [titleSeriesOf(issuer), issuer_agency, issuer_account, issuer_wallet];
      const find = async (text: string, values: readonly unknown[]) =>
        (await database.query<{ tenant_id: string | null }>(text, values, deadline))[0]?.tenant_id ??
        undefined;
      const owner = await owners(wallet.join('/'), async () => {
        const granted =
          (await find(OWNER, wallet)) ?? (await find(GRANT_TO_ONLY_TENANT, [...wallet, tenantId]));
        // Without a row, another request may have been the first to use the wallet.
        return granted ?? (await find(OWNER, wallet));
      });
      return owner === tenantId;
    },
  };
}
