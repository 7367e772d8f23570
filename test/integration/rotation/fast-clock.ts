import type { Clock } from '../../../src/clock.js';

/** Real time, thirty times as fast: RDS of the stage is fast as well. */
export const fastClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      setTimeout(resolve, milliseconds / 30);
    }),
};
