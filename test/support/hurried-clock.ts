import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/clock.js';

const HURRY = 5;

/** A clock whose pauses are short while its time is as long as ever: leases last, and nobody waits. */
export class HurriedClock implements Clock {
  readonly #ahead: number;

  /** @param ahead milliseconds that it is fast */
  constructor(ahead = 0) {
    this.#ahead = ahead;
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await delay(milliseconds / HURRY, undefined, signal ? { signal } : undefined);
  }
}
