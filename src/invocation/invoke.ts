import { SuperbowletoError } from '../errors.js';
import {
  type FunctionFailure,
  failureOf,
  type Invocation,
  parseAnswer,
  requestOnce,
  textOf,
  type Wording,
} from './request-once.js';

/** What came of one call. */
export interface Invoked {
  /** Lambda version that ran. */
  readonly version?: string;
  /** As JSON text, to the letter; '' of a function that answers nothing. */
  readonly text: string;
  /** The same, read. */
  readonly answer: unknown;
  /** The last 4 KiB of what the function logged in this call, where that was asked for. */
  readonly logs?: string;
  readonly failure?: FunctionFailure;
}

const WORDING: Wording = {
  code: 'INVOKE',
  unknown: 'See what it did by: sbw logs',
  timedOut: 'See what it did by: sbw logs',
};

/**
 * Invokes any deployed function, once, and waits for its answer. A function that breaks is an outcome, not an error.
 *
 * @param payload JSON
 * @throws {SuperbowletoError} INVOKE_FUNCTION_NOT_FOUND, INVOKE_FUNCTION_REFUSED, INVOKE_OUTCOME_UNKNOWN
 * @example
 * const { text, failure } = await invoke({ lambda, functionName: 'sandbox-superbowleto-administer', timeout: 30 }, '{}');
 */
export async function invoke(
  invocation: Invocation,
  payload: string,
  { logs = false }: { readonly logs?: boolean } = {},
): Promise<Invoked> {
  const response = await requestOnce(invocation, payload, WORDING, logs);
  const { ExecutedVersion: version, LogResult } = response;
  const text = textOf(response);
  const failure = failureOf(response);
  return {
    ...(version === undefined ? {} : { version }),
    text,
    answer: parseAnswer(text) ?? null,
    ...(logs ? { logs: Buffer.from(LogResult ?? '', 'base64').toString('utf8') } : {}),
    ...(failure ? { failure } : {}),
  };
}

/** @throws {SuperbowletoError} INVOKE_FUNCTION_FAILED, INVOKE_FUNCTION_TIMED_OUT */
export function verifyAnswered({ functionName, timeout }: Invocation, { failure }: Invoked): void {
  if (!failure) return;
  if (failure.timedOut) {
    const text = `${functionName} was ended at its timeout of ${timeout} s. ${WORDING.timedOut}`;
    throw new SuperbowletoError('INVOKE_FUNCTION_TIMED_OUT', text);
  }
  const text = `${functionName} broke: ${failure.type}: ${failure.message}`;
  throw new SuperbowletoError('INVOKE_FUNCTION_FAILED', text);
}
