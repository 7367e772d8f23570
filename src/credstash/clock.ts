import { setTimeout as delay } from 'node:timers/promises';

/** Time as this room sees it: for pauses between retries, and for the cache. */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds`. */
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};
