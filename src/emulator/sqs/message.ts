import { createHash } from 'node:crypto';
import type { MessageAttributes } from './message-attributes.js';

/** A message in its queue. Times are milliseconds since 1970. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  /** Until then the message is delayed or in flight. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  /** Number of receives in this queue. It is part of the receipt handle: only the handle of the last receive is valid. */
  readonly receipt: number;
  readonly firstReceivedAt?: number;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** The queue that moved the message to this dead-letter queue. */
  readonly deadLetterSourceArn?: string;
}

/** A message to send. */
export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Seconds; undefined: the queue's DelaySeconds. */
  readonly delay?: number;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** Returns what a sender gave: the message without its id, its times and its counts. */
export function contentOf({ body, attributes, ...message }: Message): NewMessage {
  const { traceHeader, groupId, deduplicationId } = message;
  return {
    body,
    attributes,
    ...(traceHeader !== undefined && { traceHeader }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}

/** Returns whether a receiver has the message and its visibility timeout has not ended. */
export const isInFlight = (message: Message, now: number): boolean =>
  message.receipt > 0 && message.visibleAt > now;

/** Returns whether the delay of a new message has not ended. */
export const isDelayed = (message: Message, now: number): boolean =>
  message.receipt === 0 && message.visibleAt > now;

/**
 * Returns the attributes that SQS itself sets.
 *
 * @param account twelve digits; reported as the sender
 */
export function systemAttributes(message: Message, account: string): Record<string, string> {
  const attributes = {
    SenderId: account,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: message.firstReceivedAt && String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequenceNumber,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Returns the MD5 of a text in hex. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * Returns the handle of the last receive of a message.
 *
 * @example parseReceiptHandle(receiptHandle('orders', message)) // { queueId: 'orders', id: message.id, receipt: 1 }
 */
export const receiptHandle = (queueId: string, message: Message): string =>
  Buffer.from(`${queueId} ${message.id} ${message.receipt}`).toString('base64');

/** Parses a receipt handle; undefined for another text. */
export function parseReceiptHandle(
  handle: string,
): { queueId: string; id: string; receipt: number } | undefined {
  const parts = /^([\w-]+) ([\w-]+) (\d+)$/.exec(Buffer.from(handle, 'base64').toString());
  if (!parts?.[1] || !parts[2] || !parts[3]) return undefined;
  return { queueId: parts[1], id: parts[2], receipt: Number(parts[3]) };
}
