import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';

const BATCH = 1_000;

/**
 * Deletes rows in batches until none is left or the time is over, so that no statement takes long.
 *
 * @param table its name
 * @param id its primary key, as SQL writes it: `id`, `tenant_id, key`
 * @param due SQL that is true for the rows to delete
 * @param order the column that has an index; the smallest values go first
 * @returns how many rows it deleted
 */
export async function deleteInBatches(
  database: Database,
  { table, id, due, order }: { table: string; id: string; due: string; order: string },
  deadline: Deadline,
): Promise<number> {
  const statement = `
    WITH deleted AS (
      DELETE FROM ${table} WHERE (${id}) IN (SELECT ${id} FROM ${table} WHERE ${due} ORDER BY ${order} LIMIT ${BATCH})
      RETURNING 1
    )
    SELECT count(*) AS rows FROM deleted`;
  let total = 0;
  for (;;) {
    const [deleted] = await database.query<{ rows: number }>(statement, [], deadline);
    const rows = deleted?.rows ?? 0;
    total += rows;
    if (rows < BATCH || Date.now() >= deadline) return total;
  }
}
