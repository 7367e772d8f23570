/**
 * The program of each execution environment: Lambda's Node.js runtime, as a client of the Runtime API. The host starts it
 * with `node bootstrap.js` and Lambda's environment variables. It may import only the files in this folder.
 */

import { type CurrentRequest, type Level, type LogSettings, patchConsole, write } from './console.js';
import { createContext } from './context.js';
import { errorShape, loggedError, RuntimeError } from './error-shape.js';
import { forgetWhenEmpty, whenEmpty } from './event-loop.js';
import { type Handler, loadHandler } from './loader.js';
import { type Invocation, RuntimeClient } from './runtime-client.js';

const EXIT_AFTER_REJECTION = 128;
const EXIT_AFTER_EXCEPTION = 129;

const variables = process.env;
const client = new RuntimeClient(variables.AWS_LAMBDA_RUNTIME_API ?? '');
const current: CurrentRequest = { id: undefined };
const settings: LogSettings = {
  format: variables.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? 'JSON' : 'Text',
  level: (variables.AWS_LAMBDA_LOG_LEVEL as Level | undefined) ?? 'TRACE',
  descriptor: Number(variables._LAMBDA_TELEMETRY_LOG_FD ?? 3),
};
delete variables._LAMBDA_TELEMETRY_LOG_FD;
patchConsole(settings, current);

process.on('uncaughtException', (error) => die('Uncaught Exception', error, EXIT_AFTER_EXCEPTION));
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? reason.toString() : String(reason);
  die(
    'Unhandled Promise Rejection',
    new RuntimeError('Runtime.UnhandledPromiseRejection', message, reason),
    EXIT_AFTER_REJECTION,
  );
});

/** Top-level await: an error in a promise that nothing awaits would be an unhandled rejection. */
const handler = await loadOrDie();
runNext(handler);

async function loadOrDie(): Promise<Handler> {
  try {
    const found = await loadHandler(variables.LAMBDA_TASK_ROOT ?? process.cwd(), variables._HANDLER ?? '');
    if (isPromiseOnly() && found.length >= 3) {
      throw new RuntimeError(
        'Runtime.CallbackHandlerDeprecated',
        'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
      );
    }
    return found;
  } catch (error) {
    die('Uncaught Exception', error, EXIT_AFTER_EXCEPTION);
    return new Promise<never>(() => undefined);
  }
}

/** Lambda has no callbacks from Node.js 24 on: the handler's return value is the answer, also when it is not a promise. */
function isPromiseOnly(): boolean {
  return Number(/nodejs(\d+)/.exec(variables.AWS_EXECUTION_ENV ?? '')?.[1]) >= 24;
}

/** Reports the error to the host, then exits: after it the process is in an unknown state. */
function die(title: string, error: unknown, code: number): void {
  write(settings, current.id, 'ERROR', [title, `\t${loggedError(error)}`]);
  const reported =
    current.id === undefined
      ? client.failInitialization(errorShape(error))
      : client.fail(current.id, errorShape(error));
  reported.finally(() => process.exit(code)).catch(() => undefined);
}

function runNext(run: Handler): void {
  client.next().then(
    (invocation) => handle(run, invocation),
    // The host has ended.
    () => process.exit(1),
  );
}

function handle(run: Handler, invocation: Invocation): void {
  current.id = invocation.requestId;
  if (invocation.traceId !== undefined) variables._X_AMZN_TRACE_ID = invocation.traceId;
  let settled = false;
  const finish = (send: () => Promise<void>): void => {
    if (settled) return;
    settled = true;
    forgetWhenEmpty();
    send().then(
      () => runNext(run),
      () => process.exit(1),
    );
  };
  const succeed = (result: unknown): void => finish(() => answer(invocation.requestId, result));
  const fail = (error: unknown): void => {
    if (settled) return;
    write(settings, current.id, 'ERROR', ['Invoke Error', `\t${loggedError(error)}`]);
    finish(() => client.fail(invocation.requestId, errorShape(error)));
  };
  const { context, callback } = createContext(invocation, variables, {
    succeed,
    fail,
    promiseOnly: isPromiseOnly(),
  });
  // The answer is null if the event loop becomes empty without an answer or a callback.
  if (!isPromiseOnly()) whenEmpty(() => succeed(null));
  try {
    const event: unknown = JSON.parse(invocation.body);
    const result = isPromiseOnly() ? run(event, context) : run(event, context, callback);
    if (isThenable(result)) result.then(succeed, fail);
    else if (isPromiseOnly()) succeed(result);
  } catch (error) {
    fail(error);
  }
}

async function answer(requestId: string, result: unknown): Promise<void> {
  let body: string;
  try {
    body = JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    const error = new Error('Unable to stringify response body');
    await client.fail(requestId, errorShape(error));
    return;
  }
  await client.respond(requestId, body);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && 'then' in value && typeof value.then === 'function';
}
