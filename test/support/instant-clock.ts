import type { Clock } from '../../src/clock.js';

/** A clock whose pauses end at once and advance its time. It records them, in milliseconds. */
export class InstantClock implements Clock {
  readonly pauses: number[] = [];
  #now = Date.parse('2026-11-24T12:00:00.000Z');

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.pauses.push(milliseconds);
    this.#now += milliseconds;
  }
}
