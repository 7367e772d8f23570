import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { type BatchAnswer, processBatch, type QueueEvent } from '../registration/process-batch.js';
import { service } from '../service.js';

const MARGIN = 1_000;

/** Receives the messages of the queue `boletos-to-register`. */
export const handler = answeringSmoke(registerBoleto);

async function registerBoleto(event: QueueEvent, context: LambdaContext): Promise<BatchAnswer> {
  return await processBatch(event, { ...service(), deadline: deadlineOf(context, MARGIN) });
}
