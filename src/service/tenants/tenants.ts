import type { Clock } from '../../clock.js';
import type { Database } from '../database/connection.js';
import { HttpError } from '../http/errors.js';
import type { Request } from '../http/request.js';
import type { Issuer } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';

/** Who calls: an API key is one tenant's, and a tenant sees its own boletos only. */
export interface Tenant {
  readonly id: string;
  /** URLs of the queues that its boletos may name; null: any of the service's account and region. */
  readonly allowed_queues: readonly string[] | null;
}

/** At whom a tenant's boletos are issued, by a name of its own choice. */
export interface Configuration {
  readonly id: string;
  readonly external_id: string;
  readonly issuer: Issuer;
  readonly issuer_account: string;
  readonly issuer_agency: string;
  readonly issuer_wallet: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Tenants and their configurations as requests need them, kept for a while: a warm POST asks for neither. */
export interface Tenants {
  /** @throws HttpError 403 when the request's API key is no tenant's. */
  of(request: Request): Promise<Tenant>;
  findConfiguration(
    tenantId: string,
    externalId: string,
    deadline: Deadline,
  ): Promise<Configuration | undefined>;
}

/** How long a change may take until every environment of execution follows it, milliseconds. */
const LIFETIME = 30_000;
/** Entries kept; what comes after them is asked for each time. */
const ROOM = 1_000;

const OF_KEY = `
  SELECT tenants.id, allowed_queues FROM tenant_api_keys JOIN tenants ON tenants.id = tenant_id
  WHERE api_key_id = $1`;
const CONFIGURATION = 'SELECT * FROM configurations WHERE tenant_id = $1 AND external_id = $2';

export function createTenants(database: Database, clock: Pick<Clock, 'now'>): Tenants {
  const byKey = createMemory<Tenant>(clock);
  const configurations = createMemory<Configuration | undefined>(clock);
  return {
    async of({ apiKeyId, deadline }) {
      const tenant =
        apiKeyId === undefined
          ? undefined
          : await byKey(
              apiKeyId,
              async () => (await database.query<Tenant>(OF_KEY, [apiKeyId], deadline))[0],
            );
      if (tenant) return tenant;
      throw new HttpError(403, [
        { type: 'authorization', message: 'This API key belongs to no tenant', field: null },
      ]);
    },
    findConfiguration: (tenantId, externalId, deadline) =>
      configurations(`${tenantId}/${externalId}`, async () => {
        const rows = await database.query<Configuration>(CONFIGURATION, [tenantId, externalId], deadline);
        return rows[0];
      }),
  };
}

/** What was found is kept; what was not, or could not be asked for, is asked for again. */
function createMemory<Value>(
  clock: Pick<Clock, 'now'>,
): (key: string, find: () => Promise<Value | undefined>) => Promise<Value | undefined> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  return async (key, find) => {
    const now = clock.now().getTime();
    const kept = known.get(key);
    if (kept && kept.until > now) return kept.value;
    known.delete(key);
    const value = await find();
    if (value !== undefined && known.size < ROOM) known.set(key, { value, until: now + LIFETIME });
    return value;
  };
}
