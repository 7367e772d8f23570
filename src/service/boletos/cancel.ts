import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import { oneOfTenant } from './one-of-tenant.js';
import { ENDED, type EndedRow, type Settled, settledOf } from './settle.js';
import { CANCELLABLE } from './status.js';

/** Cancels nothing while a provider is being asked: its answer would be lost. */
const CANCEL = `
  WITH boleto AS (
    UPDATE boletos SET status = 'cancelled', registering_until = NULL, updated_at = now()
    WHERE ${oneOfTenant('$1', '$2')} AND status = ANY($3) AND paid_amount = 0
      AND (registering_until IS NULL OR registering_until < now())
    RETURNING *
  ), ${ENDED}
  SELECT boleto.*, COALESCE((SELECT json_agg(message) FROM message), '[]') AS messages FROM boleto`;

/**
 * Cancels a boleto for its owner.
 *
 * @returns undefined if the boleto does not exist or its state does not allow it
 */
export async function cancelBoleto(
  database: Database,
  tenantId: string,
  id: string,
  deadline: Deadline,
): Promise<Settled | undefined> {
  const [row] = await database.query<EndedRow>(CANCEL, [tenantId, id, CANCELLABLE], deadline);
  return row && settledOf(row);
}
