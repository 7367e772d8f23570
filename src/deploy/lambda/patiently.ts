import type { Clock } from '../../clock.js';

export interface Patience {
  readonly clock: Clock;
  /** Between attempts only: a call that was sent is waited for. */
  readonly signal: AbortSignal;
}

/** How long a function may stay busy, and AWS out of breath. */
export const PATIENCE_MILLISECONDS = 5 * 60_000;
const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/** Another update of the function is under way, or there were too many calls: nothing was changed. */
const BUSY = new Set([
  'ResourceConflictException',
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
]);

/** Repeats a call that is refused because Lambda is busy. Any other error ends it at once. */
export async function patiently<Result>(
  { clock, signal }: Patience,
  call: () => Promise<Result>,
): Promise<Result> {
  const deadline = clock.now().getTime() + PATIENCE_MILLISECONDS;
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (!BUSY.has(Object(error).name) || clock.now().getTime() >= deadline) throw error;
    }
    // Jitter: functions that were refused together do not come back together.
    await clock.sleep(pause * (0.5 + Math.random()), signal);
  }
}

/** As patient, but not interrupted: for what was begun, and has to be brought to its end or back. */
export function unstoppable<Access extends Patience>(access: Access): Access {
  return { ...access, signal: new AbortController().signal };
}
