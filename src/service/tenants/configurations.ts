import type { Database } from '../database/connection.js';
import { newId } from '../id.js';
import type { Deadline } from '../lambda.js';
import type { ConfigurationChanges, NewConfiguration } from './schema.js';
import type { Configuration } from './tenants.js';

/** Reads and writes configurations in PostgreSQL. Every method is one statement. */
export interface ConfigurationRepository {
  /** Returns undefined if the tenant already has a configuration with that external id. */
  insert(
    tenantId: string,
    configuration: NewConfiguration,
    deadline: Deadline,
  ): Promise<Configuration | undefined>;
  findOf(tenantId: string, externalId: string, deadline: Deadline): Promise<Configuration | undefined>;
  findById(tenantId: string, id: string, deadline: Deadline): Promise<Configuration | undefined>;
  update(
    tenantId: string,
    id: string,
    changes: ConfigurationChanges,
    deadline: Deadline,
  ): Promise<Configuration | undefined>;
}

const INSERT = `
  INSERT INTO configurations (id, tenant_id, external_id, issuer, issuer_account, issuer_agency, issuer_wallet)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (tenant_id, external_id) DO NOTHING RETURNING *`;

const UPDATE = `
  UPDATE configurations SET
    issuer = COALESCE($3, issuer), issuer_account = COALESCE($4, issuer_account),
    issuer_agency = COALESCE($5, issuer_agency), issuer_wallet = COALESCE($6, issuer_wallet), updated_at = now()
  WHERE tenant_id = $1 AND id = $2 RETURNING *`;

export function createConfigurationRepository(database: Database): ConfigurationRepository {
  const one = async (text: string, values: readonly unknown[], deadline: Deadline) =>
    (await database.query<Configuration>(text, values, deadline))[0];
  const valuesOf = (fields: ConfigurationChanges) => [
    fields.issuer,
    fields.issuer_account,
    fields.issuer_agency,
    fields.issuer_wallet,
  ];
  return {
    insert: (tenantId, configuration, deadline) =>
      one(INSERT, [newId('cf_'), tenantId, configuration.external_id, ...valuesOf(configuration)], deadline),
    findOf: (tenantId, externalId, deadline) =>
      one(
        'SELECT * FROM configurations WHERE tenant_id = $1 AND external_id = $2',
        [tenantId, externalId],
        deadline,
      ),
    findById: (tenantId, id, deadline) =>
      one('SELECT * FROM configurations WHERE tenant_id = $1 AND id = $2', [tenantId, id], deadline),
    update: (tenantId, id, changes, deadline) => one(UPDATE, [tenantId, id, ...valuesOf(changes)], deadline),
  };
}
