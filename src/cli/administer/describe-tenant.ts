import type { TenantConfiguration, TenantRecord } from '../../administration/index.js';
import { table } from '../../report.js';

const ANY_QUEUE = 'any of the account and region';

/** Returns a tenant as `sbw tenant show` prints it. */
export function describeTenant({ id, allowed_queues, api_key_ids, created_at }: TenantRecord): string {
  return table([
    ['tenant', id],
    ...labelled('queues', allowed_queues ?? [ANY_QUEUE]),
    ...labelled('API keys', api_key_ids.length > 0 ? api_key_ids : ['none: nobody can call as this tenant']),
    ['created', created_at],
  ]);
}

/** Returns a line for each tenant: its id, its API keys and its queues. */
export function describeTenants(tenants: readonly TenantRecord[]): string {
  return table([
    ['TENANT', 'API KEYS', 'QUEUES'],
    ...tenants.map(({ id, api_key_ids, allowed_queues }) => [
      id,
      api_key_ids.join(' ') || 'none',
      allowed_queues?.join(' ') ?? ANY_QUEUE,
    ]),
  ]);
}

export function describeConfigurations(configurations: readonly TenantConfiguration[]): string {
  if (configurations.length === 0) return 'None yet. Make one: sbw tenant configuration put';
  return table([
    ['EXTERNAL ID', 'ISSUER', 'AGENCY', 'ACCOUNT', 'WALLET'],
    ...configurations.map((one) => [
      one.external_id,
      one.issuer,
      one.issuer_agency,
      one.issuer_account,
      one.issuer_wallet,
    ]),
  ]);
}

function labelled(label: string, lines: readonly string[]): string[][] {
  return lines.map((line, index) => [index === 0 ? label : '', line]);
}
