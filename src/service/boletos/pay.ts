import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import { type Asked, recordChange, type Target } from './changes.js';
import { keepAnswer, keyValues, unlessKeyTaken } from './idempotency.js';
import { oneOfTenant } from './one-of-tenant.js';
import type { UpdateBody } from './schema.js';
import { PAYABLE } from './status.js';

/**
 * Checks the status for a payment only: a bank also sends a code for a boleto that it refused. A payment never replaces
 * another one: the same again changes nothing, and 0 takes it back first.
 */
const UPDATE = `
  WITH current AS (
    SELECT id AS current_id, paid_amount AS paid_before, bank_response_code AS code_before FROM boletos
    WHERE ${oneOfTenant('$1', '$2')} AND ${unlessKeyTaken('$1', '$7')}
      AND (COALESCE($3::bigint, 0) = 0 OR (status = ANY($6) AND paid_amount IN (0, $3)))
    FOR UPDATE
  ), boleto AS (
    UPDATE boletos SET
      paid_amount = COALESCE($3::bigint, paid_amount),
      bank_response_code = CASE WHEN $5 THEN $4 ELSE bank_response_code END,
      updated_at = now()
    FROM current WHERE id = current_id
    RETURNING boletos.*, paid_before, code_before
  ), change AS (
    ${recordChange(
      'payment',
      {
        before: `json_build_object('paid_amount', paid_before, 'bank_response_code', code_before)`,
        after: `json_build_object('paid_amount', paid_amount, 'bank_response_code', bank_response_code)`,
        where: '(paid_amount, bank_response_code) IS DISTINCT FROM (paid_before, code_before)',
      },
      ['$9', '$10'],
    )}
  ), kept AS (${keepAnswer('$7', '$8')})
  SELECT * FROM boleto`;

interface Row extends Boleto {
  readonly paid_before: number;
  readonly code_before: string | null;
}

export interface Payment {
  readonly boleto: Boleto;
  /** Cents before the change. */
  readonly paidBefore: number;
}

/**
 * Writes what the owner learned of a payment.
 *
 * @param changes `paid_amount` in cents; 0 takes a payment back
 * @returns undefined if the tenant has no such boleto, its status or an earlier payment does not allow this one, or an
 *   earlier request had the key
 */
export async function payBoleto(
  database: Database,
  { tenantId, id }: Target,
  { paid_amount, bank_response_code }: UpdateBody,
  { key, actor }: Asked,
  deadline: Deadline,
): Promise<Payment | undefined> {
  const hasCode = bank_response_code !== undefined;
  const values = [tenantId, id, paid_amount, bank_response_code, hasCode, PAYABLE, ...keyValues(key)];
  const [row] = await database.query<Row>(UPDATE, [...values, actor.apiKeyId, actor.requestId], deadline);
  if (!row) return undefined;
  const { paid_before: paidBefore, code_before: _, ...boleto } = row;
  return { boleto, paidBefore };
}
