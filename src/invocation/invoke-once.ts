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

/**
 * Invokes a deployed function and waits for its answer. The request is sent once: the SDK would send it again when the
 * answer is lost, although the first may still be running.
 *
 * @returns what the function answered, read as JSON; undefined where that is none
 * @throws {SuperbowletoError} <code>_FUNCTION_NOT_FOUND, <code>_FUNCTION_REFUSED by Lambda, <code>_FUNCTION_FAILED when
 *   it broke, <code>_FUNCTION_TIMED_OUT, <code>_OUTCOME_UNKNOWN when no answer came
 * @example
 * await invokeOnce({ lambda, functionName: 'live-superbowleto-administer', timeout: 30 }, { command: 'tenant.list' }, wording);
 */
export async function invokeOnce(
  invocation: Invocation,
  request: unknown,
  wording: Wording,
): Promise<unknown> {
  const response = await requestOnce(invocation, JSON.stringify(request), wording);
  const failure = failureOf(response);
  if (failure) throw functionFailed(failure, invocation, wording);
  return parseAnswer(textOf(response));
}

function functionFailed(
  { type, message, timedOut }: FunctionFailure,
  { functionName, timeout }: Invocation,
  wording: Wording,
): SuperbowletoError {
  if (timedOut) {
    return new SuperbowletoError(
      `${wording.code}_FUNCTION_TIMED_OUT`,
      `${functionName} was ended at its timeout of ${timeout} s. ${wording.timedOut}`,
    );
  }
  return new SuperbowletoError(
    `${wording.code}_FUNCTION_FAILED`,
    `${functionName} broke: ${type}: ${message}`,
  );
}
