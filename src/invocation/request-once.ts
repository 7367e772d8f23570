import {
  InvokeCommand,
  type InvokeCommandOutput,
  type LambdaClient,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../errors.js';

export interface Invocation {
  readonly lambda: LambdaClient;
  /** Deployed name: `live-superbowleto-migrate-database`. */
  readonly functionName: string;
  /** Alias or version; the alias `current` when left out. */
  readonly qualifier?: string;
  /** Seconds that the function may take, as the project file says; the client waits a little longer. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** What the errors of one kind of function say in their own words. */
export interface Wording {
  /** Begins each code: `MIGRATE` of MIGRATE_FUNCTION_NOT_FOUND and MIGRATE_OUTCOME_UNKNOWN. */
  readonly code: string;
  /** A sentence: how to see what was done when no answer came. */
  readonly unknown: string;
  /** Sentences: what became of the work when the function was ended at its timeout, and how to see it. */
  readonly timedOut: string;
}

/** Milliseconds for the way there and back, and for a cold start. */
const GRACE_MILLISECONDS = 30_000;

/**
 * Sends one request to a deployed function and waits for Lambda's answer. It is sent once: the SDK would send it again
 * when the answer is lost, although the first may still be running.
 *
 * @param payload JSON
 * @param logs whether the answer is to hold the last 4 KiB of what the function logged
 * @throws {SuperbowletoError} <code>_FUNCTION_NOT_FOUND, <code>_FUNCTION_REFUSED, <code>_OUTCOME_UNKNOWN
 */
export async function requestOnce(
  invocation: Invocation,
  payload: string,
  wording: Wording,
  logs = false,
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
      throw translate(error instanceof Unrepeatable ? error.original : error, invocation, wording);
    });
}

/** Hides an error from the SDK's retries; as `cause` they would find it. */
class Unrepeatable extends Error {
  readonly original: unknown;

  constructor(original: unknown) {
    super('not to be repeated');
    this.original = original;
  }
}

/** Inside the SDK's retries (this step lies behind them) only "too many requests", which began nothing, may be repeated. */
function sendOnce(command: InvokeCommand): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw error instanceof TooManyRequestsException ? error : new Unrepeatable(error);
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'sendOnce' },
  );
}

/** Nothing reached Lambda; these errors say so well enough. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError']);

function translate(error: unknown, { functionName, qualifier }: Invocation, wording: Wording): unknown {
  const { name, message, code = name, $metadata } = Object(error) as Failure;
  if (NEVER_SENT.has(name) || NEVER_SENT.has(code)) return error;
  const status = $metadata?.httpStatusCode ?? 500;
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

/** What a function that broke says of it: the type and the message of what it threw. */
export interface FunctionFailure {
  readonly type: string;
  readonly message: string;
  /** Whether it was ended at its timeout. */
  readonly timedOut: boolean;
}

export function textOf(response: InvokeCommandOutput): string {
  return Buffer.from(response.Payload ?? []).toString('utf8');
}

/** Undefined for a function that answered. */
export function failureOf(response: InvokeCommandOutput): FunctionFailure | undefined {
  if (!response.FunctionError) return undefined;
  const text = textOf(response);
  const { errorType = 'Error', errorMessage = text } = Object(parseAnswer(text)) as Record<string, string>;
  const timedOut = errorType === 'Sandbox.Timedout' || /Task timed out after/.test(errorMessage);
  return { type: errorType, message: errorMessage, timedOut };
}

/** Undefined for what is no JSON. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
