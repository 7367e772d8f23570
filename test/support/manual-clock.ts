import type { Clock } from '../../src/clock.js';
import { until } from './until.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that a test advances. */
export class ManualClock implements Clock {
  /** Its first time, in milliseconds since 1970. */
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

  /** Advances the time and wakes every sleeper whose time has come. */
  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.at > this.#now || !this.#sleepers.delete(sleeper)) continue;
      sleeper.wake();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Waits until there is a sleeper. */
  async slept(): Promise<void> {
    await until('somebody sleeps', () => this.#sleepers.size > 0);
  }

  /** Waits until there is no sleeper. */
  async allWoken(): Promise<void> {
    await until('nobody sleeps', () => this.#sleepers.size === 0);
  }
}
