import type { WalletBeneficiary } from '../../administration/index.js';
import type { Clock } from '../../clock.js';
import type { Database } from '../database/connection.js';
import { type WalletFields, walletKey } from '../issuers/wallet.js';
import type { Deadline } from '../lambda.js';
import { BENEFICIARY } from './beneficiary.js';
import { createCache } from './cache.js';

/** Which tenant may issue on a wallet. Only an operator grants one. */
export interface Wallets {
  /**
   * Whether a wallet belongs to a tenant. The only tenant of an installation gets a wallet at its first use.
   *
   * @param wallet fields that the issuer's bank accepts
   */
  isOf(tenantId: string, wallet: WalletFields, deadline: Deadline): Promise<boolean>;
  /** Finds whose account a wallet of the tenant is; undefined if the wallet is not the tenant's. */
  findOwn(tenantId: string, wallet: WalletFields, deadline: Deadline): Promise<WalletBeneficiary | undefined>;
}

interface OwnedRow extends WalletBeneficiary {
  readonly tenant_id: string | null;
}

const COLUMNS = `tenant_id, ${BENEFICIARY.join(', ')}`;

const OWNER = `
  SELECT ${COLUMNS} FROM title_ids WHERE (issuer, agency, account, wallet) = ($1, $2, $3, $4)`;

const GRANT_TO_ONLY_TENANT = `
  INSERT INTO title_ids (issuer, agency, account, wallet, last, tenant_id)
  SELECT $1, $2, $3, $4, 0, id FROM tenants WHERE id = $5 AND (SELECT count(*) FROM tenants) = 1
  ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET tenant_id = excluded.tenant_id
  WHERE title_ids.tenant_id IS NULL
  RETURNING title_ids.tenant_id, ${BENEFICIARY.map((column) => `title_ids.${column}`).join(', ')}`;

/** Creates the check. It caches wallets, so that a warm POST reads none from the database. */
export function createWallets(database: Database, clock: Pick<Clock, 'now'>): Wallets {
  const cached = createCache<OwnedRow>(clock);

  async function findOwn(tenantId: string, wallet: WalletFields, deadline: Deadline) {
    const key = walletKey(wallet);
    const find = async (text: string, values: readonly unknown[]) => {
      const [row] = await database.query<OwnedRow>(text, values, deadline);
      return row && row.tenant_id !== null ? row : undefined;
    };
    const findOwned = async () => {
      const owned = (await find(OWNER, key)) ?? (await find(GRANT_TO_ONLY_TENANT, [...key, tenantId]));
      // Without a row, another request may have been the first to use the wallet.
      return owned ?? (await find(OWNER, key));
    };
    const isOwn = ({ tenant_id }: OwnedRow) => tenant_id === tenantId;
    const found = await cached(key.join('/'), findOwned, isOwn);
    return found && isOwn(found) ? found : undefined;
  }

  return {
    findOwn,
    isOf: async (tenantId, wallet, deadline) => (await findOwn(tenantId, wallet, deadline)) !== undefined,
  };
}
