/** What the queue `boletos-to-register` carries: a reminder, the database is the truth. */
export interface RegistrationMessage {
  readonly boleto_id: string;
}

/** What a boleto's own queue is told, once for each terminal status. */
export interface NotificationMessage {
  readonly boleto_id: string;
  readonly status: 'registered' | 'refused';
  readonly reference_id: string | null;
}

/** A row of the table `outbox` that the holder is about to send. */
export interface OutboxMessage {
  readonly id: number;
  readonly boleto_id: string;
  readonly kind: 'registration' | 'notification';
  readonly body: RegistrationMessage | NotificationMessage;
  /** The boleto's own. */
  readonly queue_url: string;
  readonly attempts: number;
}
