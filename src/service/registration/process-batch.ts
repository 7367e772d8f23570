import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { type ProcessOptions, processMessage } from './process-message.js';

/** The part of an SQS event that the function uses. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

export interface BatchAnswer {
  /** The messages that SQS is to deliver again. The others are done. */
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** Milliseconds that must be left to begin a message: for the provider's answer and for writing the outcome. */
export const ENOUGH = 8_000;

/** Processes a batch of the queue `boletos-to-register`. If one message fails, the others still run. */
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
