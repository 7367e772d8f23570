import { setTimeout as delay } from 'node:timers/promises';

/** Time as the libraries see it. Tests pass a clock of their own. */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds`; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal ? { signal } : undefined).catch((error) => {
      // Node's own error does not say which signal aborted the wait.
      throw signal?.aborted ? signal.reason : error;
    });
  },
};
