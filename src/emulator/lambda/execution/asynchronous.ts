import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../clock.js';
import type { Report } from '../../../report.js';
import { AwsError } from '../../aws/service.js';
import { StateFile } from '../../state-file.js';
import type { InvocationRequest, InvocationResult } from './host.js';

/** Milliseconds before the second and the third try of an event whose function failed. */
export const RETRY_DELAYS: readonly number[] = [60_000, 120_000];
/** Milliseconds after which a throttled event is dropped. */
const MAX_AGE = 6 * 60 * 60 * 1000;

interface PendingEvent {
  readonly id: string;
  readonly arn: string;
  /** base64 */
  readonly payload: string;
  readonly clientContext?: string;
  /** Epoch milliseconds. */
  readonly queuedAt: number;
  failures: number;
  throttles: number;
}

export interface AsynchronousOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly report: Report;
  readonly retryDelays: readonly number[];
  run(arn: string, request: InvocationRequest): Promise<InvocationResult>;
}

/** Events for functions (InvocationType Event). Each is a file until it is done, so that a restart can continue. */
export class AsynchronousQueue {
  readonly #options: AsynchronousOptions;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: AsynchronousOptions) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  }

  /** Continues with the events that an earlier run left. */
  start(): void {
    for (const name of readdirSync(this.#options.directory)) {
      const event = name.endsWith('.json') && this.#file(name.slice(0, -5)).read();
      if (event) this.#begin(event);
    }
  }

  async add(arn: string, request: InvocationRequest): Promise<void> {
    const event: PendingEvent = {
      id: request.requestId,
      arn,
      payload: request.payload.toString('base64'),
      ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
      queuedAt: this.#options.clock.now().getTime(),
      failures: 0,
      throttles: 0,
    };
    this.#file(event.id).save(event);
    this.#begin(event);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  #begin(event: PendingEvent): void {
    const work = this.#work(event)
      .catch((error: unknown) => {
        // On a stop the event stays on disk for the next start.
        if (this.#stopping.signal.aborted) return;
        this.#options.report(`An event for ${event.arn} was given up: ${String(error)}`);
        rmSync(this.#path(event.id), { force: true });
      })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  async #work(event: PendingEvent): Promise<void> {
    for (;;) {
      const wait = await this.#try(event);
      if (this.#stopping.signal.aborted) return;
      if (wait === undefined) break;
      this.#file(event.id).save(event);
      await this.#options.clock.sleep(wait, this.#stopping.signal);
    }
    rmSync(this.#path(event.id), { force: true });
  }

  /** Calls the function. Returns the milliseconds before the next attempt, or undefined when the event is done or dropped. */
  async #try(event: PendingEvent): Promise<number | undefined> {
    try {
      const result = await this.#options.run(event.arn, {
        requestId: event.id,
        payload: Buffer.from(event.payload, 'base64'),
        clientContext: event.clientContext,
      });
      if (!result.failed) return undefined;
      event.failures += 1;
      return this.#options.retryDelays[event.failures - 1];
    } catch (error) {
      if (!(error instanceof AwsError) || error.status !== 429) throw error;
      event.throttles += 1;
      const age = this.#options.clock.now().getTime() - event.queuedAt;
      return age > MAX_AGE ? undefined : Math.min(1000 * 2 ** (event.throttles - 1), 300_000);
    }
  }

  #path(id: string): string {
    return join(this.#options.directory, `${id}.json`);
  }

  #file(id: string): StateFile<PendingEvent> {
    return new StateFile(this.#path(id));
  }
}
