import type { MessageRow } from './messages.js';
import { LEASE_SECONDS } from './times.js';

/**
 * SQL of an event's body, from a row of `boletos` that already counts the event. The id is a hash of what happened: the
 * same after a retry or a restored backup, and another for another event.
 */
export const EVENT_BODY = `json_build_object(
    'boleto_id', boleto.id, 'status', boleto.status, 'reference_id', boleto.reference_id, 'notification_id', 'ntf_' || left(
      encode(sha256(convert_to(boleto.id || '/' || boleto.events || '/' || boleto.status, 'UTF8')), 'hex'), 32
    )
  )`;

/** SQL that is true if the event `earlier` comes before `later`. */
export function isEarlier(earlier: string, later: string): string {
  return `(${earlier}.boleto_id = ${later}.boleto_id AND ${earlier}.kind = 'notification'
    AND ${earlier}.sequence < ${later}.sequence)`;
}

/** Columns of a message. */
const MESSAGE =
  'outbox.id, outbox.boleto_id, outbox.kind, outbox.body, outbox.attempts, outbox.sequence, 0 AS delay';
/** When another sender may take the message. */
const DUE_AT = `now() + interval '${LEASE_SECONDS} s'`;

/**
 * SQL that inserts an event of the CTE `boleto`, a whole row that already counts it. If an earlier event of the boleto
 * is undelivered, this one waits for it and is listed behind it.
 */
export function insertEvent(dueAt: string): string {
  return `INSERT INTO outbox (boleto_id, kind, sequence, body, due_at, tenant_id, undelivered_at)
    SELECT boleto.id, 'notification', boleto.events, ${EVENT_BODY}, ${dueAt},
      CASE WHEN held_since IS NOT NULL THEN boleto.tenant_id END,
      CASE WHEN held_since IS NOT NULL THEN GREATEST(held_since, now()) END
    FROM boleto CROSS JOIN LATERAL (
      SELECT max(undelivered_at) AS held_since FROM outbox WHERE outbox.boleto_id = boleto.id AND kind = 'notification'
    ) held`;
}

/**
 * SQL of CTEs for a boleto that may have just reached a status that its owner is told. The CTE `boleto` holds its row and
 * `is_ended`; if so, `events` already counts the event, unless the owner has it from an answer (`is_quiet`). The first
 * event replaces the boleto's reminder in place. `message` holds what to send now: while an earlier event of the boleto
 * waits, this one waits too, because the schedule sends them in order.
 */
export const ENDED = `
  first_event AS (
    UPDATE outbox SET kind = 'notification', sequence = 1, attempts = 0, due_at = ${DUE_AT}, body = ${EVENT_BODY}
    FROM boleto
    WHERE outbox.boleto_id = boleto.id AND kind = 'registration' AND is_ended AND NOT is_quiet AND events = 1
    RETURNING ${MESSAGE}
  ), later_event AS (
    ${insertEvent(DUE_AT)} WHERE is_ended AND NOT is_quiet AND NOT EXISTS (SELECT FROM first_event)
    RETURNING ${MESSAGE}
  ), dead_letter AS (
    INSERT INTO outbox (boleto_id, kind, body, due_at)
    SELECT boleto.id, 'dead-letter', json_build_object('boleto_id', boleto.id, 'reason',
      CASE WHEN registration_attempts < attempts_allowed THEN 'refused_after_payment' ELSE 'attempts_exhausted' END), ${DUE_AT}
    FROM boleto WHERE is_ended AND status = 'failed'
    RETURNING ${MESSAGE}
  ), reminder_done AS (
    DELETE FROM outbox USING boleto
    WHERE outbox.boleto_id = boleto.id AND kind = 'registration' AND is_ended AND (is_quiet OR events > 1)
  ), message AS (
    SELECT * FROM first_event
    UNION ALL SELECT * FROM later_event
    WHERE NOT EXISTS (
      SELECT FROM outbox earlier WHERE earlier.boleto_id = later_event.boleto_id AND earlier.kind = 'notification'
    )
    UNION ALL SELECT * FROM dead_letter
  )`;

/** SQL of the messages of the CTE `message`, as JSON. */
export const MESSAGES = `COALESCE((SELECT json_agg(message) FROM message), '[]')`;

export interface WithMessages {
  readonly messages: readonly MessageRow[];
}
