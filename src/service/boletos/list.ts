import type { Database } from '../database/connection.js';
import { invalidParameters } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import { oneOfTenant } from './one-of-tenant.js';
import type { ListQuery } from './schema.js';
import type { BoletoStatus } from './status.js';
import { LEASE_SECONDS } from './times.js';

export interface Page {
  readonly boletos: Boleto[];
  /** Cursor of the next page; undefined on the last page. */
  readonly next: string | undefined;
}

/** The SQL of each filter. `$` stands for the parameter with the filter's value. */
const FILTERS = {
  token: 'token = $',
  title_id: 'title_id = $',
  reference_id: 'reference_id = $',
  expiration_date_from: 'expiration_date >= $',
  expiration_date_to: 'expiration_date <= $',
  created_at_from: "created_at >= date_trunc('milliseconds', $::timestamptz)",
  // An answer shows milliseconds, and so does the filter compare; the table has microseconds.
  created_at_to: "created_at < date_trunc('milliseconds', $::timestamptz) + interval '1 ms'",
  // The last boleto of the previous page. New boletos do not move the rows after it.
  cursor: '(created_at, id) < (SELECT created_at, id FROM boletos WHERE tenant_id = $1 AND id = $)',
} as const satisfies Partial<Record<keyof ListQuery, string>>;

/**
 * Lists a tenant's boletos, newest first. The statement contains only the filters that the query has, so that
 * PostgreSQL uses the index of each.
 *
 * @throws HttpError 400 for a cursor that is none of the tenant's boletos
 */
export async function listBoletos(
  database: Database,
  tenantId: string,
  query: ListQuery,
  deadline: Deadline,
): Promise<Page> {
  const { page, count, cursor } = query;
  const conditions = ['tenant_id = $1'];
  const values: unknown[] = [tenantId];
  for (const [name, condition] of Object.entries(FILTERS)) {
    const value = query[name as keyof typeof FILTERS];
    if (value === undefined) continue;
    values.push(value);
    conditions.push(condition.replace(/\$(?!\d)/, `$${values.length}`));
  }
  values.push(count + 1, cursor === undefined ? (page - 1) * count : 0);
  const window = { limit: `$${values.length - 1}`, offset: `$${values.length}` };
  const found = await database.search<Boleto>(selectPage(conditions, query.status, window), values, deadline);
  if (found.length === 0 && cursor !== undefined) await verifyCursor(database, tenantId, cursor, deadline);
  const boletos = found.slice(0, count);
  return { boletos, next: found.length > count ? boletos.at(-1)?.id : undefined };
}

const NEWEST_FIRST = 'ORDER BY created_at DESC, id DESC';

/**
 * Makes the statement. The column `status_filter` serves the filter by status, except for the usual states: most boletos
 * are registered, and one whose first attempt runs is found by its reminder, which is
 * due within the attempt's lease. `OFFSET 0` keeps PostgreSQL from reading all boletos to find those of the reminders.
 */
function selectPage(
  conditions: readonly string[],
  status: BoletoStatus | undefined,
  { limit, offset }: { readonly limit: string; readonly offset: string },
): string {
  const select = (...more: string[]) =>
    `SELECT * FROM boletos WHERE ${[...conditions, ...more].join(' AND ')}`;
  const pageOf = (rows: string) => `${rows} ${NEWEST_FIRST} LIMIT ${limit} OFFSET ${offset}`;
  if (status === undefined) return pageOf(select());
  if (status === 'registered') return pageOf(select(`status = 'registered'`));
  const filtered = select(`status_filter = '${status}'`);
  if (status !== 'issued') return pageOf(filtered);
  const first = `
    SELECT boleto.* FROM (
      SELECT boleto_id FROM outbox WHERE kind = 'registration' AND due_at <= now() + interval '${LEASE_SECONDS} s'
    ) reminder
    CROSS JOIN LATERAL (
      ${select(`boletos.id = reminder.boleto_id`, `status = 'issued' AND status_filter IS NULL`)} OFFSET 0
    ) boleto`;
  const newest = (rows: string) => `(${rows} ${NEWEST_FIRST} LIMIT ${limit}::bigint + ${offset}::bigint)`;
  return pageOf(`SELECT * FROM (${newest(filtered)} UNION ALL ${newest(first)}) issued`);
}

async function verifyCursor(
  database: Database,
  tenantId: string,
  cursor: string,
  deadline: Deadline,
): Promise<void> {
  const known = `SELECT FROM boletos WHERE ${oneOfTenant('$1', '$2')}`;
  if ((await database.query(known, [tenantId, cursor], deadline)).length > 0) return;
  const message = '"cursor" must be the one of the Link header';
  throw invalidParameters([{ field: 'cursor', message }]);
}
