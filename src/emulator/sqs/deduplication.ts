import { createHash } from 'node:crypto';
import { Journal } from '../journal.js';
import type { Message } from './message.js';

/** A message that was sent; a duplicate gets its id and sequence number. */
interface Sent {
  readonly key: string;
  readonly id: string;
  readonly sequenceNumber: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Identity = Pick<Message, 'body' | 'groupId' | 'deduplicationId'>;

/** Milliseconds in which SQS recognizes a duplicate. */
const INTERVAL = 300_000;

/** The messages that were sent to a FIFO queue in the last five minutes, deleted ones too. */
export class Deduplication {
  readonly #sent: Journal<Sent>;

  constructor(file: string) {
    this.#sent = new Journal(file);
  }

  /**
   * Finds the message that this one duplicates; undefined for a new message.
   *
   * @param scope the queue's DeduplicationScope
   * @param now milliseconds since 1970
   */
  find(message: Identity, scope: string | undefined, now: number): Sent | undefined {
    for (const sent of this.#sent.values()) if (sent.at + INTERVAL <= now) this.#sent.drop(sent.key);
    return this.#sent.get(keyOf(message, scope));
  }

  /** Records a message that was sent. */
  remember(
    message: Identity & Pick<Message, 'id'>,
    sequenceNumber: string,
    scope: string | undefined,
    now: number,
  ): void {
    const key = keyOf(message, scope);
    this.#sent.put(key, { key, id: message.id, sequenceNumber, at: now });
  }

  close(): void {
    this.#sent.close();
  }
}

/** Returns the sender's deduplication id, else the SHA-256 of the body in hex. */
export const deduplicationIdOf = (message: Identity): string =>
  message.deduplicationId ?? createHash('sha256').update(message.body).digest('hex');

const keyOf = (message: Identity, scope: string | undefined): string =>
  JSON.stringify([scope === 'messageGroup' ? message.groupId : undefined, deduplicationIdOf(message)]);
