import { count, log } from './log.js';

/** The part of Lambda's context that the functions use. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Epoch milliseconds by which something must have ended. */
export type Deadline = number;

/** The time by which an invocation must have answered, `margin` milliseconds before Lambda kills it. */
export function deadlineOf(context: LambdaContext, margin: number): Deadline {
  return Date.now() + Math.max(0, context.getRemainingTimeInMillis() - margin);
}

/** What `sbw deploy` invokes a new version with, as superbowleto.yml says: to have come so far is the answer. */
const SMOKE = 'smoke';

/**
 * A Lambda function's handler that does nothing for the smoke event but answer. The first event of an environment of
 * execution is told as a cold start, with what it took since the process began.
 */
export function answeringSmoke<Event, Answer>(
  handler: (event: Event, context: LambdaContext) => Promise<Answer>,
): (event: Event, context: LambdaContext) => Promise<Answer | typeof SMOKE> {
  let isCold = true;
  return async (event, context) => {
    if (isCold) {
      isCold = false;
      const milliseconds = Math.round(process.uptime() * 1000);
      log(
        'cold-start',
        {},
        { ColdStarts: count(), ColdStart: { value: milliseconds, unit: 'Milliseconds' } },
      );
    }
    return isSmoke(event) ? SMOKE : await handler(event, context);
  };
}

function isSmoke(event: unknown): boolean {
  return (
    typeof event === 'object' && event !== null && 'superbowleto' in event && event.superbowleto === SMOKE
  );
}
