import { setTimeout as delay } from 'node:timers/promises';

/** Time as the libraries see it; tests bring their own. */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds`; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal ? { signal } : undefined).catch((error) => {
      // Node's own error hides which signal it was.
      throw signal?.aborted ? signal.reason : error;
    });
  },
};

/** How a library tells what it is doing: one line for a person, without secrets. The command decides where it goes. */
export interface Report {
  (line: string): void;
  /** Is told of a step, and gives what is to be called when it has ended, well or not; see `inStep`. */
  readonly begin?: (step: string) => (isDone: boolean) => void;
}
