import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import type { OutboxMessage } from './messages.js';
import { REGISTRABLE, type Registration } from './status.js';
import { BACKOFF_SECONDS, LEASE_SECONDS } from './times.js';

export interface Settled {
  readonly boleto: Boleto;
  /** The caller holds their lease and sends them now. The schedule sends what the caller does not. */
  readonly messages: readonly OutboxMessage[];
}

/** Takes the lease of the next attempt. */
const CLAIM = `
  UPDATE boletos SET
    registration_attempts = registration_attempts + 1,
    registering_until = now() + interval '${LEASE_SECONDS} s'
  WHERE id = $1 AND register AND status = ANY($2) AND (registering_until IS NULL OR registering_until < now())
  RETURNING *`;

/**
 * Takes the lease of a boleto's next attempt.
 *
 * @returns undefined if another attempt holds the lease, or the boleto is not to be registered, or no longer
 */
export async function claimBoleto(
  database: Database,
  id: string,
  deadline: Deadline,
): Promise<Boleto | undefined> {
  return (await database.query<Boleto>(CLAIM, [id, REGISTRABLE], deadline))[0];
}

/** SQL of a notification's body, from a row of `boletos` with the `outbox_id` of the message. */
export const NOTIFICATION_BODY = `json_build_object(
    'boleto_id', id, 'status', status, 'reference_id', reference_id, 'notification_id', 'ntf_' || outbox_id
  )`;

/**
 * CTEs for a boleto that has just reached a terminal status; the CTE `boleto` holds its row. They write its messages
 * into the outbox and delete its reminder. `message` holds those to send now: while an earlier notification of the
 * boleto waits, this one waits too, because the schedule sends them in order.
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

/** The number of the attempt is the token of its lease: an attempt that was overtaken changes nothing. */
const SETTLE = `
  WITH boleto AS (
    UPDATE boletos SET
      status = CASE
        WHEN $3 = 'pending_registration' AND registration_attempts >= attempts_allowed THEN 'failed' ELSE $3
      END,
      -- An attempt without an answer keeps the bank's last code, which shows whether the bank was ever asked.
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

/** A message without the fields of its boleto. */
type MessageRow = Omit<OutboxMessage, 'queue_url' | 'request_id' | 'traceparent'>;
export type EndedRow = Boleto & { readonly messages: readonly MessageRow[] };

/**
 * Writes the outcome of the claimed attempt and its messages: the owner's notification, or the reminder to try again.
 * The codes that the bank printed replace those that follow from the row.
 *
 * @param idempotencyKey of the request that this outcome answers; null if it answers none
 * @returns undefined if a later attempt has taken over, or the boleto was cancelled
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

/** Adds to each message the fields of its boleto that go along. */
export function settledOf({ messages, ...boleto }: EndedRow): Settled {
  const { queue_url, request_id, traceparent } = boleto;
  return {
    boleto,
    messages: messages.map((message) => ({ ...message, queue_url, request_id, traceparent })),
  };
}
