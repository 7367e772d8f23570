import type { WalletRecord } from '../../administration/index.js';
import { titleIdLimitOf } from '../issuers/codes.js';
import { BENEFICIARY } from '../tenants/beneficiary.js';

type WalletRow = Omit<WalletRecord, 'title_id_limit' | 'used_percent'>;

/** SQL of a wallet as JSON, from a row of `title_ids`. */
export const WALLET = `json_build_object(
    'bank', title_ids.issuer, 'issuer_agency', title_ids.agency, 'issuer_account', title_ids.account,
    'issuer_wallet', title_ids.wallet, 'last_title_id', last,
    ${BENEFICIARY.map((column) => `'${column}', title_ids.${column}`).join(', ')},
    'conflicts', COALESCE((
      SELECT json_agg(json_build_object('tenant', other.tenant_id, 'boletos', other.boletos) ORDER BY other.tenant_id)
      FROM wallet_conflicts other
      WHERE (other.issuer, other.agency, other.account, other.wallet) =
        (title_ids.issuer, title_ids.agency, title_ids.account, title_ids.wallet)
    ), '[]')
  )`;

/** SQL of the order in which wallets are listed. */
export const WALLET_ORDER = 'title_ids.issuer, title_ids.agency, title_ids.account, title_ids.wallet';

/** Adds to a wallet how much of its bank's numbers it has used. */
export function withUse<Row extends WalletRow>(
  row: Row,
): Row & Pick<WalletRecord, 'title_id_limit' | 'used_percent'> {
  const title_id_limit = titleIdLimitOf(row.bank);
  return {
    ...row,
    title_id_limit,
    used_percent: Math.round((10_000 * row.last_title_id) / title_id_limit) / 100,
  };
}
