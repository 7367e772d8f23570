import type { Message } from './message.js';

export interface Delivery {
  /** For the receiver, in order. */
  readonly deliver: readonly Message[];
  /** For the dead-letter queue: received `maxReceiveCount` times and not deleted. */
  readonly deadLetters: readonly Message[];
}

/**
 * Chooses the messages of a receive. In a FIFO queue, a message that is in flight or delayed blocks its group.
 *
 * @param messages in the order in which they were sent
 * @param rules `now` in milliseconds since 1970; `maxReceiveCount` undefined: the queue has no dead-letter queue
 */
export function chooseDelivery(
  messages: Iterable<Message>,
  rules: { now: number; max: number; fifo: boolean; maxReceiveCount: number | undefined },
): Delivery {
  const deliver: Message[] = [];
  const deadLetters: Message[] = [];
  const blocked = new Set<string>();
  for (const message of messages) {
    if (deliver.length >= rules.max) break;
    if (rules.fifo && blocked.has(message.groupId ?? '')) continue;
    if (message.visibleAt > rules.now) blocked.add(message.groupId ?? '');
    else if (rules.maxReceiveCount !== undefined && message.receiveCount >= rules.maxReceiveCount)
      deadLetters.push(message);
    else deliver.push(message);
  }
  return { deliver, deadLetters };
}
