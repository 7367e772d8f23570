import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';

/** Other writes move `updated_at` too: a bank's code, or a payment that is sent again. */
const FIND = `
  SELECT max(at) AS at FROM boleto_changes
  WHERE boleto_id = $1
    AND (what IN ('registration', 'cancellation') OR before ->> 'paid_amount' <> after ->> 'paid_amount')`;

/**
 * Returns when the status or the payment of a boleto last changed.
 *
 * @returns undefined if no change is on record
 */
export async function findEnd(database: Database, id: string, deadline: Deadline): Promise<Date | undefined> {
  const [row] = await database.query<{ at: Date | null }>(FIND, [id], deadline);
  return row?.at ?? undefined;
}
