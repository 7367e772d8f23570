import type { TenantRecord } from '../../administration/index.js';
import { SuperbowletoError } from '../../errors.js';
import type { CommandContext, CommandsOf } from './commands.js';
import { iso, type Row } from './rows.js';

type TenantRow = Row<TenantRecord>;

const COLUMNS = `id, allowed_queues, created_at, updated_at,
  ARRAY(SELECT api_key_id FROM tenant_api_keys WHERE tenant_id = tenants.id ORDER BY created_at, api_key_id)
    AS api_key_ids`;
const LIST = `SELECT ${COLUMNS} FROM tenants ORDER BY id`;
const FIND = `SELECT ${COLUMNS} FROM tenants WHERE id = $1`;
const CREATE = `
  INSERT INTO tenants (id, allowed_queues) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING RETURNING ${COLUMNS}`;
const UPDATE = `
  UPDATE tenants SET allowed_queues = $2, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`;
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
    return { tenants: rows.map((row) => iso<TenantRecord>(row)) };
  },
  async 'tenant.show'({ tenant }, context) {
    return { tenant: await findTenant(tenant, context) };
  },
  async 'tenant.create'({ tenant, allowed_queues }, context) {
    verifyQueues(allowed_queues, context);
    const created = await one(CREATE, [tenant, allowed_queues], context);
    if (created) return { tenant: created };
    const message = `There is a tenant "${tenant}" already. Change it: sbw tenant update ${tenant}`;
    throw new SuperbowletoError('TENANT_EXISTS', message);
  },
  async 'tenant.update'({ tenant, allowed_queues }, context) {
    verifyQueues(allowed_queues, context);
    const updated = await one(UPDATE, [tenant, allowed_queues], context);
    if (updated) return { tenant: updated };
    throw noSuchTenant(tenant);
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

async function findTenant(id: string, context: CommandContext): Promise<TenantRecord> {
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
  return row && iso<TenantRecord>(row);
}

/** A tenant may only allow queues that the service may send to. */
function verifyQueues(queues: readonly string[] | null, { service }: CommandContext): void {
  const wrong = (queues ?? []).filter((url) => !service.isAllowedQueue(url));
  if (wrong.length === 0) return;
  throw new SuperbowletoError(
    'QUEUE_NOT_ALLOWED',
    `${wrong.join(', ')}: must be the URL of an SQS queue of the service's account and region, and none of its own.`,
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
