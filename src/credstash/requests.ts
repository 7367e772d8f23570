import type { CredstashError, ErrorSubject } from './errors.js';

/** What an SDK client's `send` takes beside the command. */
export interface RequestLimits {
  readonly abortSignal: AbortSignal;
}

export type Translate = (error: unknown, subject: ErrorSubject) => CredstashError;

/** Makes one call of an AWS client, and turns whatever it throws into an error of this room. */
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

/** @param timeout milliseconds until a call is given up, the SDK client's own retries included */
export function createRequests(timeout: number, translate: Translate): Requests {
  return async (subject, call) => {
    const giveUp = new AbortController();
    // Cleared, where AbortSignal.timeout would hold what each call leaves behind until its time is over.
    const timer = setTimeout(() => giveUp.abort(), timeout);
    try {
      return await call({ abortSignal: giveUp.signal });
    } catch (error) {
      throw translate(isGivenUp(error) ? new NoAnswer(timeout, error) : error, subject);
    } finally {
      clearTimeout(timer);
    }
  };
}

export function isThrottling(error: unknown): boolean {
  return error instanceof Error && THROTTLED.has(error.name);
}

/** What AWS said, or why it could not be asked. */
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

/** The SDK's own timeouts come as TimeoutError too, with a message that says which. */
function isGivenUp(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
