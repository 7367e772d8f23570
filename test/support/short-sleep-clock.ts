import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/clock.js';

const DIVISOR = 5;

/** A clock that sleeps a fifth of the time it is asked for. Its time is the real one, so that leases still last. */
export class ShortSleepClock implements Clock {
  readonly #ahead: number;

  /** @param ahead milliseconds that it is ahead of the real time */
  constructor(ahead = 0) {
    this.#ahead = ahead;
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await delay(milliseconds / DIVISOR, undefined, signal ? { signal } : undefined);
  }
}
