import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import type { ListQuery } from './schema.js';

export interface Page {
  readonly boletos: Boleto[];
  /** Cursor of the next page; undefined on the last page. */
  readonly next: string | undefined;
}

/** The SQL of each filter. `$` stands for the parameter with the filter's value. */
const FILTERS = {
  token: 'token = $',
  title_id: 'title_id = $',
  status: 'status = $',
  reference_id: 'reference_id = $',
  expiration_date_from: 'expiration_date >= $',
  expiration_date_to: 'expiration_date <= $',
  created_at_from: 'created_at >= $',
  created_at_to: 'created_at <= $',
  // The last boleto of the previous page. New boletos do not move the rows after it.
  cursor: '(created_at, id) < (SELECT created_at, id FROM boletos WHERE tenant_id = $1 AND id = $)',
} as const satisfies Partial<Record<keyof ListQuery, string>>;

/**
 * Lists a tenant's boletos, newest first. The statement contains only the filters that the query has, so that
 * PostgreSQL uses the index of each.
 */
export async function listBoletos(
  database: Database,
  tenantId: string,
  query: ListQuery,
  deadline: Deadline,
): Promise<Page> {
  const { page, count } = query;
  const conditions = ['tenant_id = $1'];
  const values: unknown[] = [tenantId];
  for (const [name, condition] of Object.entries(FILTERS)) {
    const value = query[name as keyof typeof FILTERS];
    if (value === undefined) continue;
    values.push(value);
    conditions.push(condition.replace(/\$(?!\d)/, `$${values.length}`));
  }
  const offset = query.cursor === undefined ? (page - 1) * count : 0;
  values.push(count + 1, offset);
  const found = await database.search<Boleto>(
    `SELECT * FROM boletos WHERE ${conditions.join(' AND ')}
     ORDER BY created_at DESC, id DESC LIMIT $${values.length - 1} OFFSET $${values.length}`,
    values,
    deadline,
  );
  const boletos = found.slice(0, count);
  return { boletos, next: found.length > count ? boletos.at(-1)?.id : undefined };
}
