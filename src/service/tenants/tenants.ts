import type { Clock } from '../../clock.js';
import type { Database } from '../database/connection.js';
import { HttpError } from '../http/errors.js';
import type { Request } from '../http/request.js';
import type { Issuer } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';
import { createCache } from './cache.js';

/** A caller of the API. An API key belongs to one tenant, and a tenant sees only its own boletos. */
export interface Tenant {
  readonly id: string;
  /** URLs of the queues that its boletos may name. Null: the only tenant may name any of the service's account. */
  readonly allowed_queues: readonly string[] | null;
  /** `later`: its queue is sent nothing of what the answer to a request with a key already says. */
  readonly notify: 'always' | 'later';
  /** Whether the installation has no other tenant. */
  readonly is_only: boolean;
}

/** The bank account that issues a tenant's boletos, under a name that the tenant chose. */
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

/** Finds tenants and their configurations and caches them, so that a warm POST reads neither from the database. */
export interface Tenants {
  /**
   * Returns the tenant that a request's API key belongs to.
   *
   * @param suffices whether a tenant from the cache is enough; otherwise it is read again
   * @throws HttpError 403 if the key belongs to no tenant
   */
  of(request: Request, suffices?: (tenant: Tenant) => boolean): Promise<Tenant>;
  findConfiguration(
    tenantId: string,
    externalId: string,
    deadline: Deadline,
  ): Promise<Configuration | undefined>;
}

const OF_KEY = `
  SELECT tenants.id, allowed_queues, notify, (SELECT count(*) = 1 FROM tenants) AS is_only FROM tenant_api_keys JOIN tenants ON tenants.id = tenant_id
  WHERE api_key_id = $1`;
const CONFIGURATION = 'SELECT * FROM configurations WHERE tenant_id = $1 AND external_id = $2';

export function createTenants(database: Database, clock: Pick<Clock, 'now'>): Tenants {
  const byKey = createCache<Tenant>(clock);
  const configurations = createCache<Configuration | undefined>(clock);
  return {
    async of({ apiKeyId, deadline }, suffices) {
      const tenant =
        apiKeyId === undefined
          ? undefined
          : await byKey(
              apiKeyId,
              async () => (await database.query<Tenant>(OF_KEY, [apiKeyId], deadline))[0],
              suffices,
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
