import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import { type Asked, recordChange, type Target } from './changes.js';
import { ENDED, MESSAGES } from './events.js';
import { keepAnswer, keyValues, unlessKeyTaken } from './idempotency.js';
import { oneOfTenant } from './one-of-tenant.js';
import { type EndedRow, endedOf, type Settled } from './settle.js';
import { CANCELLABLE } from './status.js';

/** Cancels nothing while a provider is being asked: its answer would be lost. */
const CANCEL = `
  WITH decided AS (
    SELECT id AS decided_id, status AS before FROM boletos
    WHERE ${oneOfTenant('$1', '$2')} AND status = ANY($3) AND paid_amount = 0
      AND (registering_until IS NULL OR registering_until < now()) AND ${unlessKeyTaken('$1', '$4')}
    FOR UPDATE
  ), boleto AS (
    UPDATE boletos SET status = 'cancelled', status_filter = 'cancelled', registering_until = NULL, updated_at = now(),
      events = events + CASE WHEN $8 THEN 0 ELSE 1 END
    FROM decided WHERE id = decided_id
    RETURNING boletos.*, before, true AS is_ended, $8::boolean AS is_quiet
  ), ${ENDED}, change AS (
    ${recordChange(
      'cancellation',
      { before: `json_build_object('status', before)`, after: `json_build_object('status', status)` },
      ['$6', '$7'],
    )}
  ), kept AS (${keepAnswer('$4', '$5')})
  SELECT boleto.*, ${MESSAGES} AS messages FROM boleto`;

/**
 * Cancels a boleto for its owner.
 *
 * @param asked the request: its key (null if it has none), and whether its answer replaces the event
 * @returns undefined if the boleto does not exist, its state does not allow it, or an earlier request had the key
 */
export async function cancelBoleto(
  database: Database,
  { tenantId, id }: Target,
  { key, isQuiet, actor }: Asked & { readonly isQuiet: boolean },
  deadline: Deadline,
): Promise<Settled | undefined> {
  const values = [tenantId, id, CANCELLABLE, ...keyValues(key), actor.apiKeyId, actor.requestId, isQuiet];
  const [row] = await database.query<EndedRow>(CANCEL, values, deadline);
  return row && endedOf(row);
}
