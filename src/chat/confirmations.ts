import type { Clock } from '../clock.js';
import { UsageError } from '../errors.js';
import type { Speaker, Thread } from './message.js';
import type { PlannedChange } from './plan.js';
import type { ChangeRequest } from './sentence.js';

/** A change that waits until a second person confirms it. */
export interface PendingChange {
  readonly request: ChangeRequest;
  /** Name of the environment. */
  readonly environment: string;
  readonly asked: Speaker;
  readonly thread: Thread;
  readonly planned: PlannedChange;
}

/** Keeps the pending changes, at most one in each thread. */
export class Confirmations {
  readonly #clock: Clock;
  /** By the thread's id. Undefined while the change is being planned. */
  readonly #threads = new Map<string, PendingChange | undefined>();
  readonly #timers = new Map<PendingChange, AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Reserves a thread for one change, from the moment of the request.
   *
   * @throws {UsageError} CONFIRMATION_WAITS
   */
  reserve({ id }: Thread): void {
    if (this.#threads.has(id)) {
      throw new UsageError(
        'CONFIRMATION_WAITS',
        'A change waits for its confirmation in this thread. Confirm or cancel it first, or ask in a new message.',
      );
    }
    this.#threads.set(id, undefined);
  }

  /** Ends a reservation that led to no pending change. */
  release({ id }: Thread): void {
    if (this.#threads.get(id) === undefined) this.#threads.delete(id);
  }

  /** Adds a pending change. @param expired is called after `milliseconds`, unless somebody removed it before */
  add(change: PendingChange, milliseconds: number, expired: () => Promise<void>): void {
    const timer = new AbortController();
    this.#threads.set(change.thread.id, change);
    this.#timers.set(change, timer);
    this.#clock.sleep(milliseconds, timer.signal).then(
      async () => {
        if (this.remove(change)) await expired();
      },
      () => {},
    );
  }

  find({ id }: Thread): PendingChange | undefined {
    return this.#threads.get(id);
  }

  /** Removes a pending change. Returns false when it is gone: of two people who answer at once only one removes it. */
  remove(change: PendingChange): boolean {
    if (this.#threads.get(change.thread.id) !== change) return false;
    this.#threads.delete(change.thread.id);
    this.#timers.get(change)?.abort();
    this.#timers.delete(change);
    return true;
  }

  removeAll(): PendingChange[] {
    return [...this.#threads.values()].filter(
      (change): change is PendingChange => change !== undefined && this.remove(change),
    );
  }
}
