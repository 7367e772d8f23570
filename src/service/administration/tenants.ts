import type { RestrictedTenant, TenantRecord } from '../../administration/index.js';
import { SuperbowletoError } from '../../errors.js';
import { ISSUERS, type Issuer, titleSeriesOf } from '../issuers/issuers.js';
import type { CommandContext, CommandsOf } from './commands.js';
import { iso, type Row } from './rows.js';
import { WALLET, WALLET_ORDER, withUse } from './wallet-rows.js';

type TenantRow = Row<TenantRecord>;

const COLUMNS = `id, allowed_queues, notify, payer_retention_days, created_at, updated_at,
  ARRAY(SELECT api_key_id FROM tenant_api_keys WHERE tenant_id = tenants.id ORDER BY created_at, api_key_id)
    AS api_key_ids,
  COALESCE((
    SELECT json_agg(${WALLET} ORDER BY ${WALLET_ORDER}) FROM title_ids WHERE title_ids.tenant_id = tenants.id
  ), '[]') AS wallets`;
const LIST = `SELECT ${COLUMNS} FROM tenants ORDER BY id`;
const FIND = `SELECT ${COLUMNS} FROM tenants WHERE id = $1`;
/**
 * Makes a tenant. The one that was the only one until then loses nothing that it uses: it gets the queues that its boletos
 * name, if it could name any, and the wallets that its configurations name. `$4` is the title series of each issuer.
 */
const CREATE = `
  WITH made AS (
    INSERT INTO tenants (id, allowed_queues, notify, payer_retention_days)
    VALUES ($1, COALESCE($2::text[], '{}'), COALESCE($3, 'always'), COALESCE($5, 0))
    ON CONFLICT (id) DO NOTHING RETURNING *
  ), restricted AS (
    UPDATE tenants SET updated_at = now(), allowed_queues = ARRAY(
      SELECT DISTINCT queue_url FROM boletos WHERE boletos.tenant_id = tenants.id ORDER BY queue_url
    )
    WHERE allowed_queues IS NULL AND EXISTS (SELECT FROM made) RETURNING id AS tenant, allowed_queues
  ), granted AS (
    INSERT INTO title_ids (issuer, agency, account, wallet, last, tenant_id)
    SELECT DISTINCT $4::json ->> issuer, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'),
      ltrim(issuer_wallet, '0'), 0, tenant_id
    FROM configurations WHERE EXISTS (SELECT FROM made) AND (SELECT count(*) FROM tenants) = 1
    ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET tenant_id = excluded.tenant_id
    WHERE title_ids.tenant_id IS NULL
  )
  SELECT ${COLUMNS}, COALESCE((SELECT json_agg(restricted) FROM restricted), '[]') AS restricted FROM made AS tenants`;
/** Changes what is given. `$2` says whether `$3` is; null, which allows any queue, is for the only tenant. */
const UPDATE = `
  UPDATE tenants SET allowed_queues = CASE WHEN $2::boolean THEN $3::text[] ELSE allowed_queues END,
    notify = COALESCE($4, notify), payer_retention_days = COALESCE($5, payer_retention_days), updated_at = now()
  WHERE id = $1 AND (NOT $2 OR $3::text[] IS NOT NULL OR (SELECT count(*) FROM tenants) = 1) RETURNING ${COLUMNS}`;
/**
 * Returns the tenant that has the key then: a key that another tenant has stays there. Returns no row for an unknown
 * tenant.
 */
const ADD_KEY = `
  INSERT INTO tenant_api_keys (api_key_id, tenant_id) SELECT $2, id FROM tenants WHERE id = $1
  ON CONFLICT (api_key_id) DO UPDATE SET api_key_id = excluded.api_key_id RETURNING tenant_id`;
const REMOVE_KEY = `DELETE FROM tenant_api_keys WHERE tenant_id = $1 AND api_key_id = $2 RETURNING tenant_id`;

export const tenantCommands: CommandsOf<
  'tenant.list' | 'tenant.show' | 'tenant.create' | 'tenant.update' | 'tenant.add-key' | 'tenant.remove-key'
> = {
  async 'tenant.list'(_, { service, deadline }) {
    const rows = await service.database.query<TenantRow>(LIST, [], deadline);
    return { tenants: rows.map(recordOf) };
  },
  async 'tenant.show'({ tenant }, context) {
    return { tenant: await findTenant(tenant, context) };
  },
  async 'tenant.create'(
    { tenant, allowed_queues = null, notify = null, payer_retention_days = null },
    context,
  ) {
    verifyQueues(allowed_queues, context);
    const created = await create([tenant, allowed_queues, notify, SERIES, payer_retention_days], context);
    if (created) {
      const { restricted, ...row } = created;
      return { tenant: recordOf(row), restricted };
    }
    const message = `There is a tenant "${tenant}" already. Change it: sbw tenant update ${tenant}`;
    throw new SuperbowletoError('TENANT_EXISTS', message);
  },
  async 'tenant.update'({ tenant, allowed_queues, notify = null, payer_retention_days = null }, context) {
    verifyQueues(allowed_queues ?? null, context);
    const values = [
      tenant,
      allowed_queues !== undefined,
      allowed_queues ?? null,
      notify,
      payer_retention_days,
    ];
    const updated = await one(UPDATE, values, context);
    if (updated) return { tenant: updated };
    await findTenant(tenant, context);
    throw new SuperbowletoError(
      'QUEUES_NEEDED',
      `"${tenant}" is not the only tenant, so that its queues must be named: sbw tenant update ${tenant} --allow-queue URL`,
    );
  },
  async 'tenant.add-key'({ tenant, api_key_id }, context) {
    const { service, deadline } = context;
    const values = [tenant, api_key_id];
    const [row] = await service.database.query<{ tenant_id: string }>(ADD_KEY, values, deadline);
    if (row && row.tenant_id !== tenant) throw keyTaken(api_key_id, row.tenant_id);
    return { tenant: await findTenant(tenant, context) };
  },
  async 'tenant.remove-key'({ tenant, api_key_id }, context) {
    const { service, deadline } = context;
    const [removed] = await service.database.query(REMOVE_KEY, [tenant, api_key_id], deadline);
    const found = await findTenant(tenant, context);
    if (removed) return { tenant: found };
    throw new SuperbowletoError(
      'NO_SUCH_KEY',
      `API key ${api_key_id} is not one of tenant "${tenant}". See its keys: sbw tenant show ${tenant}`,
    );
  },
};

interface CreatedRow extends TenantRow {
  readonly restricted: readonly RestrictedTenant[];
}

/** @throws SuperbowletoError QUEUES_UNREAD if the only tenant has more boletos than can be read in the time there is */
async function create(
  values: readonly unknown[],
  { service, deadline }: CommandContext,
): Promise<CreatedRow | undefined> {
  try {
    return (await service.database.query<CreatedRow>(CREATE, values, deadline))[0];
  } catch (error) {
    if ((error as { code?: unknown }).code !== STATEMENT_TIMED_OUT) throw error;
    throw new SuperbowletoError(
      'QUEUES_UNREAD',
      'The first tenant has too many boletos to read which queues they name. Name its queues, then try again: sbw tenant update default --allow-queue URL',
      { cause: error },
    );
  }
}

/** PostgreSQL's error code of a statement that took longer than it may. */
const STATEMENT_TIMED_OUT = '57014';

/** The title series of each issuer, as JSON. */
const SERIES = JSON.stringify(
  Object.fromEntries((Object.keys(ISSUERS) as Issuer[]).map((issuer) => [issuer, titleSeriesOf(issuer)])),
);

function recordOf(row: TenantRow): TenantRecord {
  const record = iso<TenantRecord>(row);
  return { ...record, wallets: record.wallets.map(withUse) };
}

/** @throws SuperbowletoError NO_SUCH_TENANT */
export async function findTenant(id: string, context: CommandContext): Promise<TenantRecord> {
  const found = await one(FIND, [id], context);
  if (found) return found;
  throw noSuchTenant(id);
}

async function one(
  statement: string,
  values: readonly unknown[],
  { service, deadline }: CommandContext,
): Promise<TenantRecord | undefined> {
  const [row] = await service.database.query<TenantRow>(statement, values, deadline);
  return row && recordOf(row);
}

/** An operator may allow queues of other accounts. */
function verifyQueues(queues: readonly string[] | null, { service }: CommandContext): void {
  const wrong = (queues ?? []).filter((url) => !service.isAllowedQueue(url));
  if (wrong.length === 0) return;
  throw new SuperbowletoError(
    'QUEUE_NOT_ALLOWED',
    `${wrong.join(', ')}: must be the URL of an SQS queue of the service's region, and none of the service's own.`,
  );
}

export function noSuchTenant(tenant: string): SuperbowletoError {
  return new SuperbowletoError(
    'NO_SUCH_TENANT',
    `There is no tenant "${tenant}". See those there are: sbw tenant list`,
  );
}

function keyTaken(key: string, tenant: string): SuperbowletoError {
  return new SuperbowletoError(
    'API_KEY_TAKEN',
    `API key ${key} belongs to tenant "${tenant}". Take it from there first: sbw tenant remove-key ${tenant} --api-key-id ${key}`,
  );
}
