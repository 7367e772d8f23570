import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import type { OutboxMessage } from './messages.js';
import type { Send } from './queue.js';
import { LEASE_SECONDS, REMINDER_SECONDS } from './times.js';

/** Messages that a transaction has decided on and that SQS has not confirmed yet. */
export interface Outbox {
  /** Takes what is due, oldest first. */
  claimDue(limit: number, deadline: Deadline): Promise<OutboxMessage[]>;
  /** Sends what was taken. What SQS does not confirm is due again later, and counted. */
  send(messages: readonly OutboxMessage[], deadline: Deadline): Promise<{ sent: number; failed: number }>;
}

/** A message that cannot be sent is tried less and less often. */
const LONGEST_BACKOFF_SECONDS = 3_600;

const CLAIM_DUE = `
  UPDATE outbox SET due_at = now() + interval '${LEASE_SECONDS} s', attempts = attempts + 1
  FROM boletos WHERE boletos.id = outbox.boleto_id AND outbox.id IN (
    SELECT id FROM outbox WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  RETURNING outbox.id, boleto_id, kind, body, queue_url, attempts`;

/** A reminder stays until the boleto is decided, so that a message that SQS loses only costs time. */
const SENT = `
  WITH forgotten AS (DELETE FROM outbox WHERE id = ANY($1) AND kind = 'notification')
  UPDATE outbox SET due_at = now() + interval '${REMINDER_SECONDS} s', attempts = 0
  WHERE id = ANY($1) AND kind = 'registration'`;

const FAILED = `
  UPDATE outbox SET
    due_at = now() + LEAST(${LONGEST_BACKOFF_SECONDS}, ${LEASE_SECONDS} * 2 ^ LEAST(attempts, 10)) * interval '1 s'
  WHERE id = ANY($1)`;

export function createOutbox(database: Database, send: Send, registrationQueueUrl: string): Outbox {
  async function isSent(message: OutboxMessage): Promise<boolean> {
    const queueUrl = message.kind === 'registration' ? registrationQueueUrl : message.queue_url;
    const id = String(message.id);
    const fields = { boleto_id: message.boleto_id, kind: message.kind, attempt: message.attempts };
    try {
      await send(queueUrl, { body: message.body, group: message.boleto_id, id });
      log('message-sent', fields);
      return true;
    } catch (error) {
      log('message-not-sent', { ...fields, ...describeFailure(error) });
      return false;
    }
  }

  return {
    claimDue: (limit, deadline) => database.query(CLAIM_DUE, [limit], deadline),
    async send(messages, deadline) {
      const outcomes = await Promise.all(messages.map(isSent));
      const idsWhere = (wanted: boolean) =>
        messages.filter((_, index) => outcomes[index] === wanted).map(({ id }) => id);
      const sent = idsWhere(true);
      const failed = idsWhere(false);
      if (sent.length > 0) await database.query(SENT, [sent], deadline);
      if (failed.length > 0) await database.query(FAILED, [failed], deadline);
      return { sent: sent.length, failed: failed.length };
    },
  };
}
