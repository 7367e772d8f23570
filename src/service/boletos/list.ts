import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import type { ListQuery } from './schema.js';

export interface Page {
  readonly boletos: Boleto[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined;
}

/** SQL of each filter, with its value as the parameter that `$` stands for. */
const FILTERS = {
  token: 'token = $',
  title_id: 'title_id = $',
  status: 'status = $',
  reference_id: 'reference_id = $',
  expiration_date_from: 'expiration_date >= $',
  expiration_date_to: 'expiration_date <= $',
  created_at_from: 'created_at >= $',
  created_at_to: 'created_at <= $',
  // The boleto at the end of the page before: no row of it moves, whatever is created meanwhile.
  cursor: '(created_at, id) < (SELECT created_at, id FROM boletos WHERE tenant_id = $1 AND id = $)',
} as const satisfies Partial<Record<keyof ListQuery, string>>;

/** A tenant's boletos, newest first. Only the filters that are given are in the statement, so that each finds its index. */
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
