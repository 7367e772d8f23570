import type { Clock } from '../../src/clock.js';
import { until } from './until.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that a test moves by hand. */
export class ManualClock implements Clock {
  /** Milliseconds since 1970 at which it began. */
  readonly start = Date.parse('2026-03-04T05:06:07.000Z');
  #now = this.start;
  readonly #sleepers = new Set<Sleeper>();

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper: Sleeper = { at: this.#now + milliseconds, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        if (this.#sleepers.delete(sleeper)) reject(signal.reason);
      });
    });
  }

  /** Moves on, and wakes whoever has slept enough. */
  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.at > this.#now || !this.#sleepers.delete(sleeper)) continue;
      sleeper.wake();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Until somebody sleeps. */
  async slept(): Promise<void> {
    await until('somebody sleeps', () => this.#sleepers.size > 0);
  }

  /** Until nobody sleeps any more. */
  async allWoken(): Promise<void> {
    await until('nobody sleeps', () => this.#sleepers.size === 0);
  }
}
