import { randomUUID } from 'node:crypto';
import type { EmulatorContext, QueueMessage, QueueSource } from '../../aws/service.js';
import type { FunctionInvoker } from '../invoker.js';
import { failedMessages } from './batch-answer.js';
import type { QueueMapping } from './mapping.js';
import { sqsEvent } from './sqs-event.js';

/** Batches that Lambda reads from a queue at the same time, before it scales. */
const CONCURRENCY = 5;
/** Seconds of a long poll. */
const WAIT = 20;
/** Messages that SQS returns at once. */
const RECEIVE = 10;
/** Milliseconds to wait after a queue could not be read, or a function could not be called. */
const PAUSE = 1000;

export interface PollerServices {
  readonly context: EmulatorContext;
  readonly queues: QueueSource;
  readonly functions: FunctionInvoker;
}

/** Sends a queue's messages to a function until it is stopped. */
export class Poller {
  readonly #mapping: QueueMapping;
  readonly #services: PollerServices;
  readonly #stopping = new AbortController();
  readonly #workers: Promise<void>[];
  #reported = '';

  constructor(mapping: QueueMapping, services: PollerServices) {
    this.#mapping = mapping;
    this.#services = services;
    const count = mapping.maximumConcurrency ?? CONCURRENCY;
    this.#workers = Array.from({ length: count }, () => this.#work());
  }

  /** Stops to receive messages, and waits for the batches that a function already has. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    const { clock } = this.#services.context;
    const { signal } = this.#stopping;
    const untilReady = this.#mapping.readyAt - clock.now().getTime();
    if (untilReady > 0) await clock.sleep(untilReady, signal).catch(() => undefined);
    while (!signal.aborted) {
      const isDone = await this.#processBatch().catch((error: unknown) => {
        this.#report(error);
        return false;
      });
      if (!isDone) await clock.sleep(PAUSE, signal).catch(() => undefined);
    }
  }

  /** Receives and processes a batch. Returns false when the function could not be called: the messages reappear later. */
  async #processBatch(): Promise<boolean> {
    const messages = await this.#collect();
    if (messages.length === 0) return true;
    const { queueArn, functionArn, reportsFailures } = this.#mapping;
    const { context, functions, queues } = this.#services;
    const event = sqsEvent(messages, queueArn, context.region);
    const result = await functions.invoke(functionArn, {
      requestId: randomUUID(),
      payload: Buffer.from(JSON.stringify(event)),
    });
    this.#reported = '';
    if (result.failed) return true;
    const ids = messages.map(({ messageId }) => messageId);
    const failed = reportsFailures ? failedMessages(result.payload, ids) : new Set<string>();
    const done = messages.filter(({ messageId }) => !failed.has(messageId));
    await Promise.all(done.map(({ receiptHandle }) => queues.delete(queueArn, receiptHandle)));
    return true;
  }

  /** Waits for a first message. With a batching window, it collects more until the window ends or the batch is full. */
  async #collect(): Promise<QueueMessage[]> {
    const { batchSize, window, queueArn } = this.#mapping;
    const { queues, context } = this.#services;
    const { signal } = this.#stopping;
    const now = (): number => context.clock.now().getTime();
    const messages = await queues.receive(queueArn, {
      max: Math.min(batchSize, RECEIVE),
      waitSeconds: WAIT,
      signal,
    });
    const closes = now() + window * 1000;
    while (messages.length > 0 && messages.length < batchSize && now() < closes && !signal.aborted) {
      const more = await queues.receive(queueArn, {
        max: Math.min(batchSize - messages.length, RECEIVE),
        waitSeconds: Math.min(WAIT, Math.ceil((closes - now()) / 1000)),
        signal,
      });
      messages.push(...more);
    }
    return messages;
  }

  #report(error: unknown): void {
    const { queueArn, functionArn } = this.#mapping;
    const text = error instanceof Error ? error.message : String(error);
    // The same error comes again every second. Report it once.
    if (this.#stopping.signal.aborted || text === this.#reported) return;
    this.#reported = text;
    this.#services.context.report(`Messages of ${queueArn} did not reach ${functionArn}: ${text}`);
  }
}
