import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { Boleto } from './boleto.js';
import { recordChange } from './changes.js';
import { ENDED, EVENT_BODY, type WithMessages } from './events.js';
import type { OutboxMessage } from './messages.js';
import { REGISTRABLE, type Registration } from './status.js';
import { BACKOFF_SECONDS, LEASE_SECONDS } from './times.js';

export interface Settled {
  readonly boleto: Boleto;
  /** The caller holds their lease and sends them now. The schedule sends what the caller does not. */
  readonly messages: readonly OutboxMessage[];
}

/** The request that an outcome answers. */
export interface Answering {
  /** Its Idempotency-Key; null if it has none. */
  readonly key: string | null;
  /** Whether the owner is told nothing of what the answer says. Only where the answer can be had again, by its key. */
  readonly isQuiet: boolean;
}

/** Of an outcome that answers no request. */
export const UNASKED: Answering = { key: null, isQuiet: false };

/** Takes the lease of the next attempt. */
const CLAIM = `
  UPDATE boletos SET
    registration_attempts = registration_attempts + 1,
    registering_until = now() + interval '${LEASE_SECONDS} s',
    status_filter = status
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

/** Stores the answer to the request with the key `$…`. */
const answered = (key: string) => `answered AS (
    UPDATE idempotency_keys SET answer = row_to_json(boleto)
    FROM boleto
    WHERE idempotency_keys.tenant_id = boleto.tenant_id AND key = ${key} AND idempotency_keys.boleto_id = boleto.id
  )`;

/**
 * Settles any attempt. The number of the attempt is the token of its lease: an attempt that was overtaken changes
 * nothing. A boleto that has been paid is never refused, because the payment proves that the bank has a title: a person
 * must look at it.
 */
const SETTLE = `
  WITH decided AS (
    SELECT id AS decided_id, status AS before, CASE
      WHEN $3 = 'pending_registration' AND registration_attempts >= attempts_allowed THEN 'failed'
      WHEN $3 = 'refused' AND paid_amount > 0 THEN 'failed'
      ELSE $3
    END AS decision
    FROM boletos WHERE id = $1 AND registration_attempts = $2 AND status = ANY($9) FOR UPDATE
  ), boleto AS (
    UPDATE boletos SET
      status = decision, status_filter = NULLIF(decision, 'registered'),
      events = events + CASE WHEN decision = 'pending_registration' OR $11 THEN 0 ELSE 1 END,
      -- An attempt without an answer keeps the bank's last code, which shows whether the bank was ever asked.
      issuer_response_code = CASE WHEN $3 = 'pending_registration' THEN COALESCE($4, issuer_response_code) ELSE $4 END,
      barcode = COALESCE($5, barcode), digitable_line = COALESCE($6, digitable_line),
      boleto_url = COALESCE($7, boleto_url), issuer_id = COALESCE($8, issuer_id),
      registering_until = NULL, updated_at = now()
    FROM decided WHERE id = decided_id
    RETURNING boletos.*, before, decision <> 'pending_registration' AS is_ended, $11::boolean AS is_quiet
  ), ${ENDED}, reminder AS (
    UPDATE outbox SET due_at = now() + (${BACKOFF_SECONDS} + ${LEASE_SECONDS}) * interval '1 s'
    FROM boleto WHERE outbox.boleto_id = boleto.id AND kind = 'registration' AND NOT is_ended
    RETURNING outbox.id, outbox.boleto_id, kind, body, attempts, sequence, ${BACKOFF_SECONDS} AS delay
  ), ${answered('$10')}, change AS (
    ${recordChange(
      'registration',
      {
        before: `json_build_object('status', before)`,
        after: `json_build_object('status', status, 'issuer_response_code', issuer_response_code)`,
        where: 'status <> before',
      },
      ['NULL', 'request_id'],
    )}
  )
  SELECT boleto.*, COALESCE(
    (SELECT json_agg(message) FROM (SELECT * FROM message UNION ALL SELECT * FROM reminder) message), '[]'
  ) AS messages
  FROM boleto`;

/**
 * Makes the statement for the usual outcome, `registered` at the first attempt. It writes the same as SETTLE does, with
 * fewer steps; the boleto's own row says what SETTLE would record as a change.
 */
function registerStatement({ keyed, quiet }: { keyed: boolean; quiet: boolean }): string {
  return `
  WITH boleto AS (
    UPDATE boletos SET
      status = 'registered', status_filter = NULL, issuer_response_code = $3,
      barcode = COALESCE($4, barcode), digitable_line = COALESCE($5, digitable_line), boleto_url = $6, issuer_id = $7,
      registering_until = NULL, updated_at = now(), events = ${quiet ? 0 : 1}
    WHERE id = $1 AND registration_attempts = $2 AND status = 'issued' AND events = 0
    RETURNING ${keyed ? '*' : 'id, status, events, reference_id, paid_amount, bank_response_code, updated_at'}
  ), ${keyed ? `${answered('$8')}, ` : ''}event AS (
    ${
      quiet
        ? `DELETE FROM outbox USING boleto WHERE outbox.boleto_id = boleto.id AND kind = 'registration' RETURNING 0`
        : `UPDATE outbox SET kind = 'notification', sequence = 1, body = ${EVENT_BODY}
    FROM boleto WHERE outbox.boleto_id = boleto.id AND kind = 'registration'
    RETURNING outbox.id, outbox.body`
    }
  )
  SELECT paid_amount, bank_response_code, updated_at, events${quiet ? '' : ', event.id AS event_id, event.body AS event_body'}
  FROM boleto${quiet ? '' : ' LEFT JOIN event ON true'}`;
}

const REGISTER = registerStatement({ keyed: false, quiet: false });
const REGISTER_WITH_KEY = registerStatement({ keyed: true, quiet: false });
const REGISTER_QUIETLY = registerStatement({ keyed: true, quiet: true });

interface RegisteredRow extends Pick<Boleto, 'paid_amount' | 'bank_response_code' | 'updated_at' | 'events'> {
  readonly event_id?: number | null;
  readonly event_body?: OutboxMessage['body'] | null;
}

/** A row of a statement with the CTEs `ENDED`, with what only these need. */
export interface EndedRow extends Boleto, WithMessages {
  readonly before: string;
  readonly is_ended: boolean;
  readonly is_quiet: boolean;
}

/**
 * Writes the outcome of the claimed attempt and its messages: the owner's event, or the reminder to try again. The codes
 * that the bank printed replace those that follow from the row.
 *
 * @param answering the request that this outcome answers
 * @returns undefined if a later attempt has taken over, or the boleto was cancelled
 */
export async function settleBoleto(
  database: Database,
  claimed: Boleto,
  registration: Registration,
  answering: Answering,
  deadline: Deadline,
): Promise<Settled | undefined> {
  const { status, code, boletoUrl = null, issuerId = null } = registration;
  const { barcode = claimed.barcode, digitableLine = claimed.digitable_line } = registration;
  const { key, isQuiet } = answering;
  if (status === 'registered' && claimed.registration_attempts === 1) {
    const statement = isQuiet ? REGISTER_QUIETLY : key === null ? REGISTER : REGISTER_WITH_KEY;
    const values = [
      claimed.id,
      1,
      code,
      barcode,
      digitableLine,
      boletoUrl,
      issuerId,
      ...(key === null ? [] : [key]),
    ];
    const [row] = await database.query<RegisteredRow>(statement, values, deadline);
    return (
      row &&
      registered(
        claimed,
        {
          status,
          issuer_response_code: code,
          barcode,
          digitable_line: digitableLine,
          boleto_url: boletoUrl,
          issuer_id: issuerId,
        },
        row,
      )
    );
  }
  const values = [
    claimed.id,
    claimed.registration_attempts,
    status,
    code,
    barcode,
    digitableLine,
    boletoUrl,
    issuerId,
  ];
  const [row] = await database.query<EndedRow>(SETTLE, [...values, REGISTRABLE, key, isQuiet], deadline);
  return row && endedOf(row);
}

/** Returns the boleto and its messages without the columns of the CTEs. */
export function endedOf({ before: _, is_ended, is_quiet, ...settled }: EndedRow): Settled {
  return settledOf(settled);
}

/** Returns the row as REGISTER has left it. */
function registered(
  claimed: Boleto,
  changes: Partial<Boleto>,
  { event_id: id, event_body: body, ...row }: RegisteredRow,
): Settled {
  const boleto = { ...claimed, ...changes, ...row };
  const messages =
    id == null || !body
      ? []
      : [
          {
            id,
            boleto_id: boleto.id,
            kind: 'notification' as const,
            body,
            attempts: 0,
            sequence: 1,
            delay: 0,
          },
        ];
  return settledOf({ ...boleto, messages });
}

/** Adds to each message the fields of its boleto that go along. */
function settledOf({ messages, ...boleto }: Boleto & WithMessages): Settled {
  const { queue_url, request_id, traceparent } = boleto;
  return {
    boleto,
    messages: messages.map((message) => ({ ...message, queue_url, request_id, traceparent })),
  };
}
