import { forgetWhenEmpty, whenEmpty } from './event-loop.js';
import type { Invocation } from './runtime-client.js';

export interface Outcome {
  succeed(result: unknown): void;
  fail(error: unknown): void;
  readonly promiseOnly: boolean;
}

type Callback = (error?: unknown, result?: unknown) => void;

/**
 * Returns the second and the third argument of a handler. The answer of a callback waits until the event loop is empty,
 * unless the handler sets `callbackWaitsForEmptyEventLoop` to false. A second call of the callback is ignored.
 */
export function createContext(
  invocation: Invocation,
  variables: NodeJS.ProcessEnv,
  outcome: Outcome,
): { context: Record<string, unknown>; callback: Callback } {
  let waits = true;
  let called = false;
  const settle = (send: () => void, wait: boolean): void => {
    if (called) return;
    called = true;
    if (wait) {
      whenEmpty(send);
    } else {
      forgetWhenEmpty();
      setImmediate(send);
    }
  };
  const callback: Callback = (error, result) =>
    isNothing(error)
      ? settle(() => outcome.succeed(result), waits)
      : settle(() => outcome.fail(error), waits);
  const done: Callback = (error, result) =>
    isNothing(error)
      ? settle(() => outcome.succeed(result), false)
      : settle(() => outcome.fail(error), false);
  const context: Record<string, unknown> = {
    functionVersion: variables.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed(invocation.clientContext),
    identity: parsed(invocation.identity),
    invokedFunctionArn: invocation.functionArn,
    awsRequestId: invocation.requestId,
    tenantId: undefined,
    getRemainingTimeInMillis: () => invocation.deadline - Date.now(),
  };
  if (!outcome.promiseOnly) {
    Object.assign(context, {
      succeed: (result: unknown) => done(null, result),
      fail: (error: unknown) => done(isNothing(error) ? 'handled' : error),
      done,
    });
    Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
      enumerable: true,
      get: () => waits,
      set: (value: boolean) => {
        waits = value;
      },
    });
  }
  return { context, callback };
}

function isNothing(error: unknown): boolean {
  return error === undefined || error === null;
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
