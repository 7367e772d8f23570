import { type Clock, systemClock } from '../clock.js';
import { SuperbowletoError } from '../errors.js';
import { describeHolder, verifyAbandoned } from './lock.js';
import { isFree, type LockRecord, type Operation } from './lock-record.js';
import { LockTable } from './lock-table.js';
import { isGone } from './process.js';
import type { OperationsTable } from './table.js';

/** Who holds a lock, for people: without what would let them hold it. */
export interface LockHolder {
  readonly operation: Operation;
  readonly holder: string;
  /** What is done under the lock, in words. */
  readonly what?: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** ISO 8601; by the holder's clock. */
  readonly expires: string;
  /** False when its process is gone, or its lease has run out: the next run takes it over. */
  readonly alive: boolean;
  /** Its process was of this machine and has ended, however long its lease would still run. */
  readonly gone?: true;
}

/** Who holds the lock of an operation, if anybody does. Throws SuperbowletoError OPERATIONS_TABLE_MISSING. */
export async function findLockHolder(
  place: OperationsTable,
  which: { readonly environment: string; readonly operation: Operation },
  clock: Clock = systemClock,
): Promise<LockHolder | undefined> {
  const seen = await findHeld(new LockTable(place), which);
  return seen && publicHolder(seen, clock);
}

export interface UnlockOptions extends OperationsTable {
  readonly environment: string;
  readonly operation: Operation;
  /** Takes the lock from a process that may be alive. */
  readonly force?: boolean;
  /** `since` and `pid` of the holder that was agreed on; another one keeps its lock. */
  readonly expected?: Pick<LockHolder, 'since' | 'pid'>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Frees a lock that nobody keeps up any more. With `force` the lock of a process that may still live: that process
 * finds out within seconds, changes nothing further, and puts back what it had begun.
 *
 * A lease that has run out is looked at for ten seconds more: the holder's clock may be wrong, or ours.
 *
 * @returns who held it; undefined when nobody did
 * @throws {LockHeldError} LOCK_HELD, without `force`, when its holder is alive
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
  const place = { host, pid, since, expires: new Date(expires).toISOString(), alive };
  return { operation, holder, ...(what === undefined ? {} : { what }), ...place, ...(gone && { gone }) };
}
