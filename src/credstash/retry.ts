import type { Clock } from './clock.js';
import { type CredstashError, Throttled } from './errors.js';
import type { Requests, Translate } from './requests.js';

export interface Patience {
  readonly clock: Clock;
  /** Milliseconds without a single answer after which everything still to be asked fails at once. */
  readonly limit: number;
}

const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * Requests of one bulk operation to one service: each is sent again as long as the service throttles it, after a
 * pause that doubles, with jitter. What counts against the limit is the time since the service last answered any of
 * them, so that slow progress goes on and a dead service ends all of them, however many there are.
 */
export function withPatience(requests: Requests, translate: Translate, { clock, limit }: Patience): Requests {
  let lastAnswer = clock.now().getTime();
  let givenUp: CredstashError | undefined;

  /** @returns whether to send it again */
  const isWorthwhile = (error: CredstashError): boolean => {
    if (isAnswer(error)) lastAnswer = clock.now().getTime();
    else if (clock.now().getTime() - lastAnswer >= limit) givenUp = error;
    return error instanceof Throttled && !givenUp;
  };

  return async (subject, call) => {
    for (let attempt = 0; ; attempt++) {
      if (givenUp) throw translate(givenUp.cause, subject);
      try {
        const answer = await requests(subject, call);
        lastAnswer = clock.now().getTime();
        return answer;
      } catch (error) {
        if (!isWorthwhile(error as CredstashError)) throw error;
      }
      await clock.sleep(pause(attempt));
    }
  };
}

/** A refusal is an answer; being throttled or not being heard is none. */
function isAnswer(error: CredstashError): boolean {
  if (error instanceof Throttled) return false;
  const { $metadata } = (error.cause ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode !== undefined;
}

function pause(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** attempt);
  return longest / 2 + Math.random() * (longest / 2);
}
