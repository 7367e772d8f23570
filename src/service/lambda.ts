import { count, log } from './log.js';

/** The part of Lambda's context object that the functions use. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Epoch milliseconds by which something must have ended. */
export type Deadline = number;

/** Returns when an invocation must have answered: `margin` milliseconds before Lambda kills it. */
export function deadlineOf(context: LambdaContext, margin: number): Deadline {
  return Date.now() + Math.max(0, context.getRemainingTimeInMillis() - margin);
}

/**
 * `sbw deploy` invokes a new version with this event, as superbowleto.yml says. An answer proves that the code loads.
 */
const SMOKE = 'smoke';

/**
 * Wraps a Lambda function's handler so that it only answers the smoke event. The first event of an execution
 * environment is logged as a cold start, with the milliseconds since the process began.
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
