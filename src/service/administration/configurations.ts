import type { TenantConfiguration } from '../../administration/index.js';
import { newId } from '../id.js';
import { walletIn } from '../issuers/codes.js';
import type { CommandsOf } from './commands.js';
import { iso, type Row } from './rows.js';
import { findTenant, noSuchTenant } from './tenants.js';
import { walletNotOwned } from './wallets.js';

type ConfigurationRow = Row<TenantConfiguration>;

const COLUMNS =
  'id, external_id, issuer, issuer_agency, issuer_account, issuer_wallet, created_at, updated_at';
/** Selects one row of nulls for a tenant without configurations, and no row if the tenant does not exist. */
const LIST = `
  SELECT configurations.id, external_id, issuer, issuer_agency, issuer_account, issuer_wallet,
    configurations.created_at, configurations.updated_at
  FROM tenants LEFT JOIN configurations ON tenant_id = tenants.id
  WHERE tenants.id = $1 ORDER BY external_id`;
const PUT = `
  INSERT INTO configurations (id, tenant_id, external_id, issuer, issuer_agency, issuer_account, issuer_wallet)
  SELECT $2, id, $3, $4, $5, $6, $7 FROM tenants WHERE id = $1
  ON CONFLICT (tenant_id, external_id) DO UPDATE SET
    issuer = excluded.issuer, issuer_agency = excluded.issuer_agency, issuer_account = excluded.issuer_account,
    issuer_wallet = excluded.issuer_wallet, updated_at = now()
  RETURNING ${COLUMNS}`;

export const configurationCommands: CommandsOf<'configuration.list' | 'configuration.put'> = {
  async 'configuration.list'({ tenant }, { service, deadline }) {
    const rows = await service.database.query<ConfigurationRow>(LIST, [tenant], deadline);
    if (rows.length === 0) throw noSuchTenant(tenant);
    return {
      configurations: rows.filter(({ id }) => id !== null).map((row) => iso<TenantConfiguration>(row)),
    };
  },
  async 'configuration.put'({ tenant, ...fields }, context) {
    const { service, deadline } = context;
    const wallet = walletIn({ ...fields });
    if (wallet && !(await service.wallets.isOf(tenant, wallet, deadline))) {
      await findTenant(tenant, context);
      throw walletNotOwned(tenant, fields);
    }
    const { external_id, issuer, issuer_agency, issuer_account, issuer_wallet } = fields;
    const values = [tenant, newId('cf_'), external_id, issuer, issuer_agency, issuer_account, issuer_wallet];
    const [row] = await service.database.query<ConfigurationRow>(PUT, values, deadline);
    if (!row) throw noSuchTenant(tenant);
    return { configuration: iso<TenantConfiguration>(row) };
  },
};
