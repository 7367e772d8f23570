import { deadLetterOf } from '../../project/names.js';
import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log, type RequestIds } from '../log.js';
import { isEarlier } from './events.js';
import type { OutboxMessage, Send } from './messages.js';
import type { Settled } from './settle.js';
import { LEASE_SECONDS, REMINDER_SECONDS } from './times.js';

/** Messages that are to be sent and that SQS has not confirmed yet. */
export interface Outbox {
  /**
   * Claims messages that are due, oldest first. Of a boleto's notifications it claims the first only, to keep their
   * order.
   */
  claimDue(limit: number, deadline: Deadline): Promise<OutboxMessage[]>;
  /**
   * Sends claimed messages and counts them. A message that SQS does not confirm is due again later.
   *
   * @param ids the request that sends them, for the log; left out by the schedule and the queue
   */
  send(
    messages: readonly OutboxMessage[],
    deadline: Deadline,
    ids?: RequestIds,
  ): Promise<{ sent: number; failed: number }>;
}

/** A message that cannot be sent is retried after 1, 2, 4, … minutes, at most after an hour. */
const LONGEST_BACKOFF_SECONDS = 3_600;

const CLAIM_DUE = `
  UPDATE outbox SET due_at = now() + interval '${LEASE_SECONDS} s', attempts = attempts + 1
  FROM boletos WHERE boletos.id = outbox.boleto_id AND outbox.id IN (
    SELECT id FROM outbox candidate
    WHERE due_at <= now() AND (kind <> 'notification' OR NOT EXISTS (
      SELECT FROM outbox earlier WHERE ${isEarlier('earlier', 'candidate')}
    ))
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  RETURNING outbox.id, boleto_id, kind, body, attempts, sequence, queue_url, request_id, traceparent, 0 AS delay`;

/**
 * For the list by status: it finds a boleto whose first attempt ended without an outcome by its reminder only while that
 * is due within the lease. From now on the reminder may be due later.
 */
const SHOW_AS_ISSUED = `
  UPDATE boletos SET status_filter = status WHERE id = ANY($1) AND status = 'issued' AND status_filter IS NULL`;

/**
 * Does not wait for the disk: if the database's machine crashes and the deletion is lost, the message is sent once
 * more.
 */
const DELETE_SENT = `
  WITH asynchronous AS (SELECT set_config('synchronous_commit', 'off', true))
  DELETE FROM outbox USING asynchronous WHERE id = ANY($1)`;

/**
 * Keeps a reminder until the boleto is decided, so that a message that SQS loses only costs time. By now the reminder may
 * have become an event, which somebody else is sending.
 */
const REMIND_LATER = `
  UPDATE outbox SET due_at = now() + interval '${REMINDER_SECONDS} s', attempts = 0
  WHERE id = ANY($1) AND kind = 'registration'`;

/** From now on GET /events shows an event that its queue did not take, and the later events that wait for it. */
const RETRY_LATER = `
  WITH failed AS (
    SELECT id, boleto_id, kind FROM outbox WHERE id = ANY($1)
  ), waiting AS (
    SELECT outbox.id FROM outbox JOIN failed ON failed.boleto_id = outbox.boleto_id
    WHERE failed.kind = 'notification' AND outbox.kind = 'notification'
  )
  UPDATE outbox SET
    tenant_id = CASE WHEN kind = 'notification' THEN boletos.tenant_id END,
    undelivered_at = CASE WHEN kind = 'notification' THEN COALESCE(undelivered_at, now()) END,
    due_at = CASE WHEN outbox.id = ANY($1)
      THEN now() + LEAST(${LONGEST_BACKOFF_SECONDS}, ${LEASE_SECONDS} * 2 ^ LEAST(attempts, 10)) * interval '1 s'
      ELSE due_at
    END
  FROM boletos
  WHERE boletos.id = boleto_id AND outbox.id IN (SELECT id FROM failed UNION SELECT id FROM waiting)`;

/** @param registrationQueueUrl of `boletos-to-register`; its dead-letter queue has the same URL with a suffix */
export function createOutbox(database: Database, send: Send, registrationQueueUrl: string): Outbox {
  async function isSent(message: OutboxMessage, ids: RequestIds | undefined): Promise<boolean> {
    const queueUrl = {
      registration: registrationQueueUrl,
      notification: message.queue_url,
      'dead-letter': deadLetterOf(registrationQueueUrl),
    }[message.kind];
    const { boleto_id, kind, request_id } = message;
    const fields = { boleto_id, ...(ids ?? { request_id }), kind, attempt: message.attempts };
    try {
      await send(queueUrl, {
        body: message.body,
        group: boleto_id,
        id: 'notification_id' in message.body ? message.body.notification_id : String(message.id),
        delay: message.delay,
        attributes: { request_id, traceparent: message.traceparent },
      });
      log('message-sent', fields);
      return true;
    } catch (error) {
      log('message-not-sent', { ...fields, ...describeFailure(error) });
      return false;
    }
  }

  return {
    async claimDue(limit, deadline) {
      const claimed = await database.query<OutboxMessage>(CLAIM_DUE, [limit], deadline);
      const reminders = claimed.filter(({ kind }) => kind === 'registration');
      const boletos = reminders.map(({ boleto_id }) => boleto_id);
      if (boletos.length > 0) await database.query(SHOW_AS_ISSUED, [boletos], deadline);
      return claimed;
    },
    async send(messages, deadline, ids) {
      const outcomes = await Promise.all(messages.map((message) => isSent(message, ids)));
      const change = async (
        statement: string,
        wanted: (message: OutboxMessage, isSent: boolean) => boolean,
      ) => {
        const chosen = messages.filter((message, index) => wanted(message, outcomes[index] === true));
        if (chosen.length === 0) return;
        await database.query(statement, [chosen.map(({ id }) => id)], deadline);
      };
      await change(DELETE_SENT, ({ kind }, isSent) => isSent && kind !== 'registration');
      await change(REMIND_LATER, ({ kind }, isSent) => isSent && kind === 'registration');
      await change(RETRY_LATER, (_, isSent) => !isSent);
      const sent = outcomes.filter(Boolean).length;
      return { sent, failed: outcomes.length - sent };
    },
  };
}

/** Sends the messages of an outcome that was just written. If that fails, the schedule sends them. */
export async function sendSettled(
  outbox: Pick<Outbox, 'send'>,
  { boleto, messages }: Settled,
  deadline: Deadline,
  ids: RequestIds,
): Promise<void> {
  await outbox.send(messages, deadline, ids).catch((error) => {
    log('outbox-left', { boleto_id: boleto.id, ...ids, ...describeFailure(error) });
  });
}
