import { createHash } from 'node:crypto';
import type { MessageAttributes } from './message-attributes.js';

/** A message as its queue keeps it. Times are milliseconds since 1970. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  /** Before this nobody receives it: a delay, or a receiver that has it in hand. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  /** Counts the receives in this queue; part of the receipt handle, of which only the latest is good. */
  readonly receipt: number;
  readonly firstReceivedAt?: number;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** Of a message that its source queue gave up. */
  readonly deadLetterSourceArn?: string;
}

export const isInFlight = (message: Message, now: number): boolean =>
  message.receipt > 0 && message.visibleAt > now;

export const isDelayed = (message: Message, now: number): boolean =>
  message.receipt === 0 && message.visibleAt > now;

/** The attributes that SQS itself gives a message. @param account stands for the sender */
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

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** @example parseReceiptHandle(receiptHandle('orders', message)) // { queue: 'orders', id: message.id, receipt: 1 } */
export const receiptHandle = (queueId: string, message: Message): string =>
  Buffer.from(`${queueId} ${message.id} ${message.receipt}`).toString('base64');

/** @returns undefined for what is no receipt handle */
export function parseReceiptHandle(
  handle: string,
): { queueId: string; id: string; receipt: number } | undefined {
  const parts = /^([\w-]+) ([\w-]+) (\d+)$/.exec(Buffer.from(handle, 'base64').toString());
  if (!parts?.[1] || !parts[2] || !parts[3]) return undefined;
  return { queueId: parts[1], id: parts[2], receipt: Number(parts[3]) };
}
