import type { Clock } from '../../clock.js';

export interface RetryOptions {
  readonly clock: Clock;
  /** Ends the retries between two attempts. It does not abort a call that was sent. */
  readonly signal: AbortSignal;
}

/** How long a function may stay busy, and how long AWS may throttle one call. */
export const TIMEOUT_MILLISECONDS = 5 * 60_000;
const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/** Errors after which nothing was changed: another update of the function is in progress, or there were too many calls. */
const BUSY = new Set([
  'ResourceConflictException',
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
]);

/** Retries a call while Lambda is busy or throttles it, for five minutes. Throws any other error at once. */
export async function retryThrottled<Result>(
  { clock, signal }: RetryOptions,
  call: () => Promise<Result>,
): Promise<Result> {
  const deadline = clock.now().getTime() + TIMEOUT_MILLISECONDS;
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (!BUSY.has(Object(error).name) || clock.now().getTime() >= deadline) throw error;
    }
    // Jitter: calls that were throttled together must not be repeated together.
    await clock.sleep(pause * (0.5 + Math.random()), signal);
  }
}

/** Returns the same access without its signal, for work that must end or be undone once it has begun. */
export function uninterrupted<Access extends RetryOptions>(access: Access): Access {
  return { ...access, signal: new AbortController().signal };
}
