import type { Clock } from './clock.js';
import { type CredstashError, Throttled } from './errors.js';
import type { Requests, Translate } from './requests.js';

export interface RetryOptions {
  readonly clock: Clock;
  /** Milliseconds without any answer from the service, after which every remaining request fails. */
  readonly timeout: number;
}

const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * Wraps the requests of one bulk operation to one service, and sends a throttled request again. The pause before each
 * retry doubles, with jitter. The timeout counts from the last answer to any of the requests: slow progress continues,
 * and a service that stops answering fails all of them together, however many they are.
 */
export function retryThrottled(
  requests: Requests,
  translate: Translate,
  { clock, timeout }: RetryOptions,
): Requests {
  let lastAnswer = clock.now().getTime();
  let timedOut: CredstashError | undefined;

  /** Records the failure, and decides whether the request is sent again. */
  const shouldRetry = (error: CredstashError): boolean => {
    if (isAnswer(error)) lastAnswer = clock.now().getTime();
    else if (clock.now().getTime() - lastAnswer >= timeout) timedOut = error;
    return error instanceof Throttled && !timedOut;
  };

  return async (subject, call) => {
    for (let attempt = 0; ; attempt++) {
      if (timedOut) throw translate(timedOut.cause, subject);
      try {
        const answer = await requests(subject, call);
        lastAnswer = clock.now().getTime();
        return answer;
      } catch (error) {
        if (!shouldRetry(error as CredstashError)) throw error;
      }
      await clock.sleep(pause(attempt));
    }
  };
}

/** A refusal is an answer. Throttling and a lost connection are not. */
function isAnswer(error: CredstashError): boolean {
  if (error instanceof Throttled) return false;
  const { $metadata } = (error.cause ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode !== undefined;
}

function pause(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** attempt);
  return longest / 2 + Math.random() * (longest / 2);
}
