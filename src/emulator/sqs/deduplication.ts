import { createHash } from 'node:crypto';
import { Journal } from '../journal.js';
import type { Message } from './message.js';

/** What a repetition of a message is answered with. */
interface Sent {
  readonly key: string;
  readonly id: string;
  readonly sequenceNumber: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Identity = Pick<Message, 'body' | 'groupId' | 'deduplicationId'>;

const INTERVAL = 300_000;

/** Of a FIFO queue: what was sent within the last five minutes, deleted or not. */
export class Deduplication {
  readonly #sent: Journal<Sent>;

  constructor(file: string) {
    this.#sent = new Journal(file);
  }

  /** @param scope the queue's DeduplicationScope */
  find(message: Identity, scope: string | undefined, now: number): Sent | undefined {
    for (const sent of this.#sent.values()) if (sent.at + INTERVAL <= now) this.#sent.drop(sent.key);
    return this.#sent.get(keyOf(message, scope));
  }

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

/** The sender's own id, else the content's digest. */
export const deduplicationIdOf = (message: Identity): string =>
  message.deduplicationId ?? createHash('sha256').update(message.body).digest('hex');

const keyOf = (message: Identity, scope: string | undefined): string =>
  JSON.stringify([scope === 'messageGroup' ? message.groupId : undefined, deduplicationIdOf(message)]);
