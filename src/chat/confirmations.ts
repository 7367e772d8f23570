import type { Clock } from '../clock.js';
import { UsageError } from '../errors.js';
import type { Speaker, Thread } from './message.js';
import type { PlannedChange } from './plan.js';
import type { Change } from './room.js';

/** A change that a second person has to confirm. */
export interface Waiting {
  readonly request: Change;
  /** Name of the environment. */
  readonly environment: string;
  readonly asked: Speaker;
  readonly thread: Thread;
  readonly planned: PlannedChange;
}

/** What waits, one change a thread. */
export class Confirmations {
  readonly #clock: Clock;
  /** Undefined while its plan is being made. */
  readonly #threads = new Map<string, Waiting | undefined>();
  readonly #timers = new Map<Waiting, AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Keeps a thread for one change from the moment it is asked for.
   *
   * @throws {UsageError} CONFIRMATION_WAITS
   */
  claim({ id }: Thread): void {
    if (this.#threads.has(id)) {
      throw new UsageError(
        'CONFIRMATION_WAITS',
        'A change waits for its confirmation in this thread. Confirm or cancel it first, or ask in a new message.',
      );
    }
    this.#threads.set(id, undefined);
  }

  /** Gives a claimed thread back. */
  release({ id }: Thread): void {
    if (this.#threads.get(id) === undefined) this.#threads.delete(id);
  }

  /** @param expired called when `milliseconds` have passed and nobody has taken it */
  add(waiting: Waiting, milliseconds: number, expired: () => Promise<void>): void {
    const timer = new AbortController();
    this.#threads.set(waiting.thread.id, waiting);
    this.#timers.set(waiting, timer);
    this.#clock.sleep(milliseconds, timer.signal).then(
      async () => {
        if (this.take(waiting)) await expired();
      },
      () => {},
    );
  }

  find({ id }: Thread): Waiting | undefined {
    return this.#threads.get(id);
  }

  /** Whether it was still there: of two people who answer at once, one is first. */
  take(waiting: Waiting): boolean {
    if (this.#threads.get(waiting.thread.id) !== waiting) return false;
    this.#threads.delete(waiting.thread.id);
    this.#timers.get(waiting)?.abort();
    this.#timers.delete(waiting);
    return true;
  }

  takeAll(): Waiting[] {
    return [...this.#threads.values()].filter(
      (waiting): waiting is Waiting => waiting !== undefined && this.take(waiting),
    );
  }
}
