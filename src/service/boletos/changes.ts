import type { IdempotencyKey } from './idempotency.js';

/** Who changes a boleto: a request, the registration queue, or an operator. */
export interface Actor {
  /** API Gateway's id of the request's key. Null for the queue and for an operator. */
  readonly apiKeyId: string | null;
  readonly requestId: string | null;
}

/** Whose boleto a request is about. */
export interface Target {
  readonly tenantId: string;
  readonly id: string;
}

/** The request that changes a boleto. */
export interface Asked {
  /** Null if it has none. */
  readonly key: IdempotencyKey | null;
  readonly actor: Actor;
}

/**
 * SQL that writes a row of `boleto_changes` in the statement that makes the change. The CTE `boleto` holds the changed row.
 *
 * @param before SQL of the JSON before the change, and `after` of that after it. Neither holds a payer's data
 * @param actor names of the parameters with the API key's id and the request's id
 * @example `change AS (${recordChange('payment', before, after, ['$7', '$8'])})`
 */
export function recordChange(
  what: string,
  { before, after, where = 'true' }: { before: string; after: string; where?: string },
  [apiKeyId, requestId]: readonly [string, string],
): string {
  return `INSERT INTO boleto_changes (boleto_id, what, before, after, api_key_id, request_id)
    SELECT id, '${what}', ${before}, ${after}, ${apiKeyId}, ${requestId} FROM boleto WHERE ${where}`;
}
