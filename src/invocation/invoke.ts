import { SuperbowletoError } from '../errors.js';
import { failureOf, parseAnswer, textOf } from './answer.js';
import { requestOnce } from './request-once.js';
import type { FunctionFailure, Invocation, Wording } from './types.js';

/** The outcome of one call. */
export interface Invoked {
  /** Lambda version that ran. */
  readonly version?: string;
  /** The answer as the function gave it: JSON text; '' when the function returned nothing. */
  readonly text: string;
  /** The answer parsed; null when it is not JSON. */
  readonly answer: unknown;
  /** The last 4 KiB that the function logged during this call, when `logs` asked for them. */
  readonly logs?: string;
  /** Present when the function threw or timed out. */
  readonly failure?: FunctionFailure;
}

/** `sbw invoke` calls any function and knows nothing of what it does. */
const ANY_FUNCTION: Wording = {
  code: 'INVOKE',
  unknown: 'See what it did by: sbw logs',
  timedOut: 'See what it did by: sbw logs',
};

/**
 * Invokes any deployed function once and waits for its answer. A function that throws is an outcome, not an error.
 *
 * @param payload JSON text
 * @param options `logs`: whether to return the last 4 KiB of the log; `wording`: of the errors
 * @throws {SuperbowletoError} <code>_FUNCTION_NOT_FOUND, <code>_FUNCTION_REFUSED when Lambda refuses the call,
 *   <code>_OUTCOME_UNKNOWN when no answer came; <code> is INVOKE unless `wording` says otherwise
 * @example
 * const { text, failure } = await invoke({ lambda, functionName: 'sandbox-superbowleto-administer', timeout: 30 }, '{}');
 */
export async function invoke(
  invocation: Invocation,
  payload: string,
  { logs = false, wording = ANY_FUNCTION }: { readonly logs?: boolean; readonly wording?: Wording } = {},
): Promise<Invoked> {
  const response = await requestOnce(invocation, payload, wording, logs);
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

/**
 * Invokes a function that `sbw` knows, and returns its answer.
 *
 * @param request is sent as JSON
 * @returns the answer parsed; null when it is not JSON
 * @throws {SuperbowletoError} as `invoke`, and as `verifyAnswered`
 * @example
 * await askFunction({ lambda, functionName: 'live-superbowleto-administer', timeout: 30 }, { command: 'tenant.list' }, wording);
 */
export async function askFunction(
  invocation: Invocation,
  request: unknown,
  wording: Wording,
): Promise<unknown> {
  const invoked = await invoke(invocation, JSON.stringify(request), { wording });
  verifyAnswered(invocation, invoked, wording);
  return invoked.answer;
}

/** @throws {SuperbowletoError} <code>_FUNCTION_FAILED when the function threw, <code>_FUNCTION_TIMED_OUT */
export function verifyAnswered(
  { functionName, timeout }: Invocation,
  { failure }: Invoked,
  { code, timedOut }: Wording = ANY_FUNCTION,
): void {
  if (!failure) return;
  if (failure.timedOut) {
    const text = `${functionName} was ended at its timeout of ${timeout} s. ${timedOut}`;
    throw new SuperbowletoError(`${code}_FUNCTION_TIMED_OUT`, text);
  }
  const text = `${functionName} broke: ${failure.type}: ${failure.message}`;
  throw new SuperbowletoError(`${code}_FUNCTION_FAILED`, text);
}
