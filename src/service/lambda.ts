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
