import type { BoletoStatus } from './status.js';

/** What the queue `boletos-to-register` carries: a reminder, the database is the truth. */
export interface RegistrationMessage {
  readonly boleto_id: string;
}

/** What a boleto's own queue is told of each terminal status, at least once and in order. */
export interface NotificationMessage {
  readonly boleto_id: string;
  readonly status: Exclude<BoletoStatus, 'issued' | 'pending_registration'>;
  readonly reference_id: string | null;
  /** The same each time it is sent: a receiver tells repetitions by it. */
  readonly notification_id: string;
}

/** What the dead-letter queue is told of a boleto that has failed. */
export interface DeadLetterMessage extends RegistrationMessage {
  readonly reason: 'attempts_exhausted';
}

/** A row of the table `outbox` that the holder is about to send, and what is sent with it of its boleto. */
export interface OutboxMessage {
  readonly id: number;
  readonly boleto_id: string;
  readonly kind: 'registration' | 'notification' | 'dead-letter';
  readonly body: RegistrationMessage | NotificationMessage | DeadLetterMessage;
  /** Seconds that the queue is to hold it back. */
  readonly delay: number;
  readonly attempts: number;
  /** The boleto's own. */
  readonly queue_url: string;
  readonly request_id: string | null;
  readonly traceparent: string | null;
}

/** Sends one message. Rejects when SQS does not confirm it in time. */
export type Send = (queueUrl: string, message: QueueMessage) => Promise<void>;

export interface QueueMessage {
  readonly body: unknown;
  /** Messages of one group keep their order in a FIFO queue. */
  readonly group: string;
  /** A FIFO queue delivers a message with the same one only once. */
  readonly id: string;
  /** Seconds that a standard queue holds it back. */
  readonly delay: number;
  /** Told beside the body, where they are known. */
  readonly attributes: Readonly<Record<string, string | null>>;
}
