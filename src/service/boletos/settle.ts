import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import type { OutboxMessage } from './messages.js';
import { REGISTRABLE, type Registration } from './status.js';
import { BACKOFF_SECONDS, LEASE_SECONDS } from './times.js';

export interface Settled {
  readonly boleto: Boleto;
  /** Held for the caller to send now; what it fails to send, the schedule sends. */
  readonly messages: readonly OutboxMessage[];
}

/** Takes the lease of the next attempt. */
const CLAIM = `
  UPDATE boletos SET
    registration_attempts = registration_attempts + 1,
    registering_until = now() + interval '${LEASE_SECONDS} s'
  WHERE id = $1 AND register AND status = ANY($2) AND (registering_until IS NULL OR registering_until < now())
  RETURNING *`;

/** Undefined: somebody else holds the lease, or the boleto is not to be registered (any more). */
export async function claimBoleto(
  database: Database,
  id: string,
  deadline: Deadline,
): Promise<Boleto | undefined> {
  return (await database.query<Boleto>(CLAIM, [id, REGISTRABLE], deadline))[0];
}

/** SQL for what an owner is told, of a row of `boletos` with the `outbox_id` that the message is to have. */
export const NOTIFICATION_BODY = `json_build_object(
    'boleto_id', id, 'status', status, 'reference_id', reference_id, 'notification_id', 'ntf_' || outbox_id
  )`;

/**
 * CTEs that write what the outbox is to send of a boleto that has just ended, `boleto` being the CTE of its row, and
 * stop reminding of it. What an earlier notification of the same boleto still waits for, this one waits for as well:
 * the schedule sends them in their order.
 */
export const ENDED = `
  ended AS (
    SELECT boleto.*, nextval(pg_get_serial_sequence('outbox', 'id')) AS outbox_id FROM boleto
    WHERE status <> ALL('{issued,pending_registration}')
  ), notification AS (
    INSERT INTO outbox (id, boleto_id, kind, body, due_at) OVERRIDING SYSTEM VALUE
    SELECT outbox_id, id, 'notification',
      ${NOTIFICATION_BODY},
      now() + interval '${LEASE_SECONDS} s'
    FROM ended
    RETURNING id, boleto_id, kind, body, attempts, 0 AS delay
  ), dead_letter AS (
    INSERT INTO outbox (boleto_id, kind, body, due_at)
    SELECT id, 'dead-letter', json_build_object('boleto_id', id, 'reason', 'attempts_exhausted'),
      now() + interval '${LEASE_SECONDS} s'
    FROM ended WHERE status = 'failed'
    RETURNING id, boleto_id, kind, body, attempts, 0 AS delay
  ), done AS (
    DELETE FROM outbox USING ended WHERE outbox.boleto_id = ended.id AND kind = 'registration'
  ), message AS (
    SELECT * FROM notification WHERE NOT EXISTS (
      SELECT FROM outbox earlier WHERE earlier.boleto_id = notification.boleto_id AND earlier.kind = 'notification'
    )
    UNION ALL SELECT * FROM dead_letter
  )`;

/** The number of the attempt is the lease's token: an attempt that was overtaken changes nothing. */
const SETTLE = `
  WITH boleto AS (
    UPDATE boletos SET
      status = CASE
        WHEN $3 = 'pending_registration' AND registration_attempts >= attempts_allowed THEN 'failed' ELSE $3
      END,
      -- An attempt without an answer leaves what the bank said before: whether it was asked at all is told by it.
      issuer_response_code = CASE WHEN $3 = 'pending_registration' THEN COALESCE($4, issuer_response_code) ELSE $4 END,
      barcode = COALESCE($5, barcode), digitable_line = COALESCE($6, digitable_line),
      boleto_url = COALESCE($7, boleto_url), issuer_id = COALESCE($8, issuer_id),
      registering_until = NULL, updated_at = now()
    WHERE id = $1 AND registration_attempts = $2 AND status = ANY($9)
    RETURNING *
  ), ${ENDED}, reminder AS (
    UPDATE outbox SET due_at = now() + (${BACKOFF_SECONDS} + ${LEASE_SECONDS}) * interval '1 s'
    FROM boleto
    WHERE outbox.boleto_id = boleto.id AND kind = 'registration' AND boleto.status = 'pending_registration'
    RETURNING outbox.id, outbox.boleto_id, kind, body, attempts, ${BACKOFF_SECONDS} AS delay
  ), answered AS (
    UPDATE idempotency_keys SET answer = row_to_json(boleto)
    FROM boleto
    WHERE idempotency_keys.tenant_id = boleto.tenant_id AND key = $10 AND idempotency_keys.boleto_id = boleto.id
  )
  SELECT boleto.*, COALESCE(
    (SELECT json_agg(message) FROM (SELECT * FROM message UNION ALL SELECT * FROM reminder) message), '[]'
  ) AS messages
  FROM boleto`;

/** What the outbox tells of a message without its boleto. */
type BareMessage = Omit<OutboxMessage, 'queue_url' | 'request_id' | 'traceparent'>;
export type EndedRow = Boleto & { readonly messages: readonly BareMessage[] };

/**
 * Writes the outcome of the claimed attempt and what the outbox is to send of it: the owner's notification, or the
 * reminder that asks again. What the bank printed replaces what follows from the row.
 * Undefined: a later attempt has taken over, or the boleto was cancelled.
 *
 * @param idempotencyKey where this is the answer of the request that came with it
 */
export async function settleBoleto(
  database: Database,
  claimed: Boleto,
  registration: Registration,
  idempotencyKey: string | null,
  deadline: Deadline,
): Promise<Settled | undefined> {
  const { status, code, barcode, digitableLine, boletoUrl, issuerId } = registration;
  const [row] = await database.query<EndedRow>(
    SETTLE,
    [
      claimed.id,
      claimed.registration_attempts,
      status,
      code,
      barcode ?? claimed.barcode,
      digitableLine ?? claimed.digitable_line,
      boletoUrl ?? null,
      issuerId ?? null,
      REGISTRABLE,
      idempotencyKey,
    ],
    deadline,
  );
  return row && settledOf(row);
}

export function settledOf({ messages, ...boleto }: EndedRow): Settled {
  const { queue_url, request_id, traceparent } = boleto;
  return {
    boleto,
    messages: messages.map((message) => ({ ...message, queue_url, request_id, traceparent })),
  };
}
