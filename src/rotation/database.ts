import { SuperbowletoError } from '../errors.js';
import type { LoginTarget } from './login.js';

/** What a rotation needs to know of the database at one moment. */
export interface DatabaseState {
  readonly status: string;
  /** A password that RDS has taken but not applied yet. */
  readonly passwordPending: boolean;
  /** Other changes that wait for the maintenance window; they must not be hurried along. */
  readonly otherPending: readonly string[];
  readonly target: LoginTarget;
}

/** The RDS instance or cluster whose master user gets the password. */
export interface MasterDatabase {
  readonly name: string;
  /** Characters that RDS takes at most. */
  readonly longestPassword: number;
  /**
   * Asks RDS for it, and refuses one whose password this protocol does not own.
   *
   * @throws {SuperbowletoError} DATABASE_NOT_FOUND, DATABASE_UNFIT
   */
  describe(signal?: AbortSignal): Promise<DatabaseState>;
  /**
   * Asks RDS to set the master password. False when RDS could not say that it will: it is busy, throttles, or its
   * answer was lost. It may then still happen, so the caller looks again and sends the same password again.
   *
   * @throws {SuperbowletoError} RDS_REFUSED for what asking again does not mend
   */
  requestPassword(password: string, state: DatabaseState, signal?: AbortSignal): Promise<boolean>;
}

/** No password can be changed in these, and waiting does not end them. */
const DEAD = /^(stopped|stopping|deleting|failed|storage-full|restore-error|inaccessible|incompatible)/;

/** @throws {SuperbowletoError} DATABASE_UNFIT where `why` has something to say, or the status is one without an end */
export function verifyFit(name: string, status: string | undefined, why: string | undefined): void {
  const dead = DEAD.test(status ?? '')
    ? `is ${status}; its password can be changed when it is available.`
    : undefined;
  const reason = why ?? dead;
  if (reason) throw new SuperbowletoError('DATABASE_UNFIT', `${name} ${reason}`);
}

/** Splits PendingModifiedValues as RDS answers it. */
export function pendingOf(values: object = {}): Pick<DatabaseState, 'passwordPending' | 'otherPending'> {
  const pending = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  return {
    passwordPending: pending.includes('MasterUserPassword'),
    otherPending: pending.filter((key) => key !== 'MasterUserPassword'),
  };
}

/** Sends the request of `MasterDatabase.requestPassword`. */
export async function askForPassword(
  name: string,
  password: string,
  send: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (mayPass(error)) return false;
    const message = String((error as Error).message).replaceAll(password, '(password)');
    throw new SuperbowletoError('RDS_REFUSED', `RDS refuses to change the password of ${name}: ${message}`);
  }
}

function mayPass(error: unknown): boolean {
  const { name = '', $metadata } = Object(error) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  return (
    /^InvalidDB(Instance|Cluster)State|Throttling|RequestLimitExceeded/.test(name) ||
    status === undefined ||
    status >= 500
  );
}

export function abortable(signal: AbortSignal | undefined) {
  return signal ? { abortSignal: signal } : {};
}

/** What an absent one is told as. @param kind as superbowleto.yml has it */
export function notFound(kind: 'instance' | 'cluster', name: string, cause?: unknown): SuperbowletoError {
  return new SuperbowletoError(
    'DATABASE_NOT_FOUND',
    `There is no RDS ${kind} ${name} in this account and region. superbowleto.yml names it under database.${kind}.`,
    { cause },
  );
}
