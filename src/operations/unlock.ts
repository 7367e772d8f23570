import { type Clock, systemClock } from '../clock.js';
import { SuperbowletoError } from '../errors.js';
import { describeHolder, verifyAbandoned } from './lock.js';
import { isFree, type LockRecord, type Operation } from './lock-record.js';
import { LockTable } from './lock-table.js';
import { isGone } from './process.js';
import type { OperationsTable } from './table.js';

/** The holder of a lock, for people. Lacks the token, with which a reader could hold the lock. */
export interface LockHolder {
  readonly operation: Operation;
  readonly holder: string;
  /** What is done under the lock, in words. */
  readonly what?: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** End of the lease, ISO 8601, by the holder's clock. */
  readonly expires: string;
  /** False when its process has ended or its lease has expired: the next deploy takes the lock over. */
  readonly alive: boolean;
  /** The process ran on this machine and has ended, even if its lease has not expired. */
  readonly gone?: true;
}

/**
 * Finds the holder of an operation's lock.
 *
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 */
export async function findLockHolder(
  store: OperationsTable,
  which: { readonly environment: string; readonly operation: Operation },
  clock: Clock = systemClock,
): Promise<LockHolder | undefined> {
  const seen = await findHeld(new LockTable(store), which);
  return seen && publicHolder(seen, clock);
}

export interface UnlockOptions extends OperationsTable {
  readonly environment: string;
  readonly operation: Operation;
  /** Takes the lock away from a process that may be alive. */
  readonly force?: boolean;
  /** `since` and `pid` of the holder that a person confirmed; any other holder keeps its lock. */
  readonly expected?: Pick<LockHolder, 'since' | 'pid'>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Frees a lock whose holder no longer extends it. With `force`, frees it even if its process is alive. That process
 * notices within seconds, changes nothing more, and puts back what it had moved.
 *
 * Watches an expired lease for ten more seconds, because one of the two clocks may be wrong.
 *
 * @returns the former holder; undefined when there was none
 * @throws {LockHeldError} LOCK_HELD when the holder is alive, unless `force`
 * @throws {SuperbowletoError} LOCK_CHANGED, OPERATIONS_TABLE_MISSING
 * @example await unlock({ dynamodb, table, environment: 'live', operation: 'deploy' });
 */
export async function unlock(options: UnlockOptions): Promise<LockHolder | undefined> {
  const { force = false, clock = systemClock, signal, expected } = options;
  const locks = new LockTable(options);
  const seen = await findHeld(locks, options);
  if (seen === undefined) return undefined;
  if (expected && (expected.since !== seen.since || expected.pid !== seen.pid)) throw changed(seen);
  if (!force) await verifyAbandoned({ locks, clock, signal }, seen);
  const freed = await (force ? locks.free(seen) : locks.freeSeen(seen));
  if (!freed && (await findHeld(locks, options)) !== undefined) throw changed(seen);
  return publicHolder(seen, clock);
}

async function findHeld(
  locks: LockTable,
  which: Parameters<LockTable['find']>[0],
): Promise<LockRecord | undefined> {
  const seen = await locks.find(which);
  return seen && !isFree(seen) ? seen : undefined;
}

function changed(seen: LockRecord): SuperbowletoError {
  return new SuperbowletoError(
    'LOCK_CHANGED',
    `The lock of ${seen.environment} was taken or kept up meanwhile, last seen with ${describeHolder(seen)}; it was left alone. See: sbw status --env ${seen.environment}`,
  );
}

function publicHolder(seen: LockRecord, clock: Clock): LockHolder {
  const { operation, holder, what, host, pid, since, expires } = seen;
  const gone = isGone(seen);
  const alive = !gone && expires > clock.now().getTime();
  return {
    ...{ operation, holder, ...(what === undefined ? {} : { what }), host, pid, since },
    ...{ expires: new Date(expires).toISOString(), alive, ...(gone && { gone }) },
  };
}
