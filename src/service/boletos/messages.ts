import type { BoletoStatus } from './status.js';

/** A message of the queue `boletos-to-register`. It is only a reminder: the database is the truth. */
export interface RegistrationMessage {
  readonly boleto_id: string;
}

/** An event of a boleto, for its own queue: one for each terminal status, sent at least once and in order. */
export interface NotificationMessage {
  readonly boleto_id: string;
  readonly status: Exclude<BoletoStatus, 'issued' | 'pending_registration'>;
  readonly reference_id: string | null;
  /** `ntf_…`: the same each time the event is sent, so that the receiver recognizes a repetition. */
  readonly notification_id: string;
}

/** A message to the dead-letter queue about a boleto whose registration failed. */
export interface DeadLetterMessage extends RegistrationMessage {
  /** `refused_after_payment`: the bank refused a boleto that its owner reported as paid. */
  readonly reason: 'attempts_exhausted' | 'refused_after_payment';
}

/** A row of the table `outbox` that the caller has claimed for sending, with the fields of its boleto that go along. */
export interface OutboxMessage {
  readonly id: number;
  readonly boleto_id: string;
  readonly kind: 'registration' | 'notification' | 'dead-letter';
  readonly body: RegistrationMessage | NotificationMessage | DeadLetterMessage;
  /** Seconds that the queue delays it. */
  readonly delay: number;
  readonly attempts: number;
  /** The event's number within its boleto. Null for what is no event. */
  readonly sequence: number | null;
  readonly queue_url: string;
  readonly request_id: string | null;
  readonly traceparent: string | null;
}

/** A message without the fields of its boleto. */
export type MessageRow = Omit<OutboxMessage, 'queue_url' | 'request_id' | 'traceparent'>;

/** Sends one message. Rejects if SQS does not confirm it in time. */
export type Send = (queueUrl: string, message: QueueMessage) => Promise<void>;

export interface QueueMessage {
  readonly body: unknown;
  /** A FIFO queue keeps the order of one group's messages. */
  readonly group: string;
  /** A FIFO queue delivers only one of several messages with the same id. */
  readonly id: string;
  /** Seconds that a standard queue delays it. */
  readonly delay: number;
  /** Message attributes; null leaves one out. */
  readonly attributes: Readonly<Record<string, string | null>>;
}
