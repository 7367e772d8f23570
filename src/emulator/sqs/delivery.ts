import type { Message } from './message.js';

export interface Delivery {
  /** For the receiver, in order. */
  readonly take: readonly Message[];
  /** For the dead-letter queue: received `maxReceiveCount` times and not deleted. */
  readonly giveUp: readonly Message[];
}

/**
 * Which messages a receive gets. A group of a FIFO queue is held as long as one of its messages is in hand or
 * delayed; a standard queue has no groups that matter here.
 *
 * @param messages in the order they were sent
 * @param rules `maxReceiveCount` undefined: no dead-letter queue
 */
export function chooseDelivery(
  messages: Iterable<Message>,
  rules: { now: number; max: number; fifo: boolean; maxReceiveCount: number | undefined },
): Delivery {
  const take: Message[] = [];
  const giveUp: Message[] = [];
  const held = new Set<string>();
  for (const message of messages) {
    if (take.length >= rules.max) break;
    if (rules.fifo && held.has(message.groupId ?? '')) continue;
    if (message.visibleAt > rules.now) held.add(message.groupId ?? '');
    else if (rules.maxReceiveCount !== undefined && message.receiveCount >= rules.maxReceiveCount)
      giveUp.push(message);
    else take.push(message);
  }
  return { take, giveUp };
}
