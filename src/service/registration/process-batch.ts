import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { type ProcessOptions, processMessage } from './process-message.js';

/** The part of an SQS event that is used. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

export interface BatchAnswer {
  /** The messages to deliver again; the others are done. */
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** A message is only begun with this much time left, milliseconds: the provider's and the settling's. */
const ENOUGH = 8_000;

/** Takes a batch of `boletos-to-register`. A message's failure is its own: the others go on. */
export async function processBatch({ Records }: QueueEvent, options: ProcessOptions): Promise<BatchAnswer> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    if (!(await isDone(messageId, body, options))) batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}

async function isDone(messageId: string, body: string, options: ProcessOptions): Promise<boolean> {
  if (!hasTime(options.deadline)) return false;
  try {
    return (await processMessage(body, options)) === 'done';
  } catch (error) {
    log('message-failed', { message_id: messageId, ...describeFailure(error) });
    return false;
  }
}

function hasTime(deadline: Deadline): boolean {
  return deadline - Date.now() >= ENOUGH;
}
