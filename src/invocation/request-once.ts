import {
  InvokeCommand,
  type InvokeCommandOutput,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../errors.js';
import type { Invocation, Wording } from './types.js';

/** Milliseconds beyond the function's timeout: for the network, and for a cold start. */
const GRACE_MILLISECONDS = 30_000;

/**
 * Sends one request to a deployed function and waits for Lambda's answer. The SDK does not retry it: after a lost
 * answer it would send the request again while the first may still be running.
 *
 * @param payload JSON text
 * @param logs whether Lambda returns the last 4 KiB of the log
 * @throws {SuperbowletoError} <code>_FUNCTION_NOT_FOUND, <code>_FUNCTION_REFUSED, <code>_OUTCOME_UNKNOWN
 */
export async function requestOnce(
  invocation: Invocation,
  payload: string,
  wording: Wording,
  logs: boolean,
): Promise<InvokeCommandOutput> {
  const command = new InvokeCommand({
    FunctionName: invocation.functionName,
    Qualifier: invocation.qualifier ?? 'current',
    Payload: Buffer.from(payload),
    ...(logs ? { LogType: 'Tail' } : {}),
  });
  sendOnce(command);
  return await invocation.lambda
    .send(command, {
      requestTimeout: invocation.timeout * 1000 + GRACE_MILLISECONDS,
      ...(invocation.signal ? { abortSignal: invocation.signal } : {}),
    })
    .catch((error: unknown) => {
      invocation.signal?.throwIfAborted();
      throw translate(error instanceof NotRetryable ? error.original : error, invocation, wording);
    });
}

/** Hides an error from the SDK's retries. They would find it in `cause`, so it has a field of its own. */
class NotRetryable extends Error {
  readonly original: unknown;

  constructor(original: unknown) {
    super('must not be retried');
    this.original = original;
  }
}

/**
 * Lets the SDK retry only "too many requests": Lambda refused that call before it started anything. The middleware
 * runs inside the SDK's retry loop, so the loop sees only what it throws.
 */
function sendOnce(command: InvokeCommand): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw error instanceof TooManyRequestsException ? error : new NotRetryable(error);
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'sendOnce' },
  );
}

/** With these errors the request never reached Lambda, and their own message says so. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError']);

function translate(error: unknown, { functionName, qualifier }: Invocation, wording: Wording): unknown {
  const { name, message, code = name, $metadata } = Object(error) as Failure;
  if (NEVER_SENT.has(name) || NEVER_SENT.has(code)) return error;
  const status = $metadata?.httpStatusCode ?? 500;
  // 501 is a refusal: what answers has no such operation.
  if (status >= 500 && status !== 501) {
    return new SuperbowletoError(
      `${wording.code}_OUTCOME_UNKNOWN`,
      `No answer came from ${functionName} (${name}: ${message}); it may still be running. ${wording.unknown}`,
      { cause: error },
    );
  }
  if (error instanceof ResourceNotFoundException) {
    const missing =
      qualifier === undefined
        ? `There is no function ${functionName} with a release in place. Deploy first: sbw deploy`
        : `There is no function ${functionName} with an alias or version ${qualifier}. What is there says: sbw status`;
    return new SuperbowletoError(`${wording.code}_FUNCTION_NOT_FOUND`, missing, { cause: error });
  }
  const text = `Lambda refuses to run ${functionName}: ${name}: ${message}`;
  return new SuperbowletoError(`${wording.code}_FUNCTION_REFUSED`, text, { cause: error });
}

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}
