import type { CredstashError, ErrorSubject } from './errors.js';

/** The second argument of an SDK client's `send`. */
export interface RequestLimits {
  readonly abortSignal: AbortSignal;
}

export type Translate = (error: unknown, subject: ErrorSubject) => CredstashError;

/** Makes one call with an AWS client, and turns whatever it throws into a CredstashError. */
export type Requests = <T>(subject: ErrorSubject, call: (limits: RequestLimits) => Promise<T>) => Promise<T>;

const THROTTLED = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottledException',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/**
 * Creates a caller with a timeout.
 *
 * @param timeout milliseconds for one call, including the retries of the SDK client
 */
export function createRequests(timeout: number, translate: Translate): Requests {
  return async (subject, call) => {
    const controller = new AbortController();
    // Not AbortSignal.timeout, which holds the memory of each finished call until the timeout.
    const timer = setTimeout(() => controller.abort(), timeout);
    try {
      return await call({ abortSignal: controller.signal });
    } catch (error) {
      throw translate(isAborted(error) ? new NoAnswer(timeout, error) : error, subject);
    } finally {
      clearTimeout(timer);
    }
  };
}

export function isThrottling(error: unknown): boolean {
  return error instanceof Error && THROTTLED.has(error.name);
}

/** Returns the message of AWS, or the reason why the request did not reach it. */
export function describe(error: unknown, key?: string): string {
  if (!(error instanceof Error)) return String(error);
  const name = key === undefined ? error.name : `${error.name} for key ${key}`;
  return error.message ? `${name}: ${error.message}` : name;
}

class NoAnswer extends Error {
  override readonly name = 'TimeoutError';

  constructor(timeout: number, cause: unknown) {
    super(`no answer within ${timeout / 1000} s`, { cause });
  }
}

/** Not TimeoutError: the SDK's own timeouts have that name, and a message that says which one it was. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
