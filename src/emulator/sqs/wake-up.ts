import type { Clock } from '../../clock.js';

/** Lets receivers wait for the next change of a queue, so that they need not poll. */
export class WakeUp {
  readonly #waiting = new Set<AbortController>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  /** Ends every current wait. */
  wake(): void {
    for (const waiting of this.#waiting) waiting.abort();
  }

  /** Ends every current and future wait. */
  close(): void {
    this.#closed = true;
    this.wake();
  }

  /** Waits until `milliseconds` pass, `wake` is called or `signal` aborts. */
  async wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#closed || signal.aborted) return;
    const ended = new AbortController();
    const end = (): void => ended.abort();
    this.#waiting.add(ended);
    signal.addEventListener('abort', end, { once: true });
    try {
      await clock.sleep(milliseconds, ended.signal);
    } catch (error) {
      if (!ended.signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', end);
      this.#waiting.delete(ended);
    }
  }
}
