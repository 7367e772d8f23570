import { SuperbowletoError } from '../errors.js';
import type { LoginTarget } from './login.js';

/** What a rotation needs to know about the database at one moment. */
export interface DatabaseState {
  /** DBInstanceStatus or the cluster's Status: `available`, `resetting-master-credentials`, … */
  readonly status: string;
  /** RDS has accepted a password and not applied it yet. */
  readonly passwordPending: boolean;
  /** Names of the other changes that wait for the maintenance window; a rotation must not apply them early. */
  readonly otherPending: readonly string[];
  readonly target: LoginTarget;
}

/** The RDS instance or cluster whose master user gets the password. */
export interface MasterDatabase {
  readonly name: string;
  /** Number of characters that RDS accepts at most. */
  readonly longestPassword: number;
  /**
   * Reads the database's state from RDS. Refuses a database whose password a rotation cannot or must not change.
   *
   * @throws {SuperbowletoError} DATABASE_NOT_FOUND, DATABASE_UNFIT
   */
  describe(signal?: AbortSignal): Promise<DatabaseState>;
  /**
   * Asks RDS to set the master password. Returns false when it is unknown whether RDS will: it is busy, throttles, or
   * its answer was lost. RDS may still set the password then, so the caller sends the same password again.
   *
   * @throws {SuperbowletoError} RDS_REFUSED when sending it again would not help
   */
  requestPassword(password: string, state: DatabaseState, signal?: AbortSignal): Promise<boolean>;
}

/** The fields that RDS names differently for an instance and for a cluster. */
export interface RdsDescription {
  readonly status: string | undefined;
  /** Why sbw does not change this password, to follow the database's name: `runs mysql; …`. Undefined if it does. */
  readonly unfit: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly database: string | undefined;
  /** PendingModifiedValues as RDS returns them. */
  readonly pending: object | undefined;
  /** Returns whether the server has a certificate, so that a login can verify it. */
  readonly hasCertificate: () => Promise<boolean> | boolean;
}

/** The fields of ModifyDBInstance and ModifyDBCluster that set the password. */
export interface PasswordChange {
  readonly MasterUserPassword: string;
  readonly ApplyImmediately: boolean;
}

/** The calls that differ between an RDS instance and an RDS cluster. */
export interface RdsResource {
  readonly name: string;
  readonly longestPassword: number;
  /** @throws {SuperbowletoError} DATABASE_NOT_FOUND */
  describe(signal: AbortSignal | undefined): Promise<RdsDescription>;
  modify(change: PasswordChange, signal: AbortSignal | undefined): Promise<unknown>;
}

/** Why no rotation may touch a database whose password RDS rotates itself. */
export const MANAGED_BY_RDS =
  'has its password managed by RDS in Secrets Manager, which rotates it. Turn that off to rotate it with sbw.';

/** Makes a `MasterDatabase` out of the calls of an instance or of a cluster. */
export function masterDatabase(resource: RdsResource): MasterDatabase {
  const { name, longestPassword } = resource;
  return {
    name,
    longestPassword,
    async describe(signal) {
      const description = await resource.describe(signal);
      verifyFit(name, description);
      return await stateOf(name, description);
    },
    async requestPassword(password, { otherPending }, signal) {
      // RDS sets a password at once in any case. `true` would also apply the changes that wait for the maintenance
      // window, such as a resize, which interrupts the service.
      const change = { MasterUserPassword: password, ApplyImmediately: otherPending.length === 0 };
      try {
        await resource.modify(change, signal);
        return true;
      } catch (error) {
        signal?.throwIfAborted();
        if (isTransient(error)) return false;
        throw refusedByRds(name, password, error);
      }
    },
  };
}

/** Statuses in which RDS changes no password, and which waiting does not end. */
const UNCHANGEABLE =
  /^(stopped|stopping|deleting|failed|storage-full|restore-error|inaccessible|incompatible)/;

function verifyFit(name: string, { status, unfit }: RdsDescription): void {
  const byStatus = UNCHANGEABLE.test(status ?? '')
    ? `is ${status}; its password can be changed when it is available.`
    : undefined;
  const reason = unfit ?? byStatus;
  if (reason) throw new SuperbowletoError('DATABASE_UNFIT', `${name} ${reason}`);
}

async function stateOf(name: string, description: RdsDescription): Promise<DatabaseState> {
  const tls = await description.hasCertificate();
  const { status = 'unknown', host, port, user, database = 'postgres' } = description;
  if (!host || !port || !user) {
    throw new SuperbowletoError('DATABASE_UNFIT', `${name} is ${status} and has no endpoint yet.`);
  }
  return { status, ...pendingOf(description.pending), target: { host, port, user, database, tls } };
}

/** Separates a pending password from the other pending changes. */
function pendingOf(values: object = {}): Pick<DatabaseState, 'passwordPending' | 'otherPending'> {
  const pending = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  return {
    passwordPending: pending.includes('MasterUserPassword'),
    otherPending: pending.filter((key) => key !== 'MasterUserPassword'),
  };
}

/** An error without an HTTP status is a lost answer. */
function isTransient(error: unknown): boolean {
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

/** RDS may quote the password in its message, so the error carries neither the password nor RDS's error as its cause. */
function refusedByRds(name: string, password: string, error: unknown): SuperbowletoError {
  const message = String((error as Error).message).replaceAll(password, '(password)');
  return new SuperbowletoError('RDS_REFUSED', `RDS refuses to change the password of ${name}: ${message}`);
}

/** Returns the abort signal as the AWS SDK expects it. */
export function abortable(signal: AbortSignal | undefined) {
  return signal ? { abortSignal: signal } : {};
}

/**
 * Returns the one instance or cluster that RDS was asked for.
 *
 * @param kind the field that names it in superbowleto.yml, under `database:`
 * @param found the list that RDS answers
 * @throws {SuperbowletoError} DATABASE_NOT_FOUND
 */
export async function onlyOne<Item>(
  kind: 'instance' | 'cluster',
  name: string,
  found: Promise<readonly Item[] | undefined>,
): Promise<Item> {
  const [item] =
    (await found.catch((error: unknown) => {
      if (error instanceof Error && /^DB(Instance|Cluster)NotFound/.test(error.name)) {
        throw notFound(kind, name, error);
      }
      throw error;
    })) ?? [];
  if (!item) throw notFound(kind, name);
  return item;
}

function notFound(kind: 'instance' | 'cluster', name: string, cause?: unknown): SuperbowletoError {
  return new SuperbowletoError(
    'DATABASE_NOT_FOUND',
    `There is no RDS ${kind} ${name} in this account and region. superbowleto.yml names it under database.${kind}.`,
    { cause },
  );
}
