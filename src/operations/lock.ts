import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../clock.js';
import { LockHeldError, SuperbowletoError } from '../errors.js';
import { currentUser } from '../process.js';
import type { Report } from '../report.js';
import { isFree, type LockRecord, type Operation } from './lock-record.js';
import { LockTable } from './lock-table.js';
import { isGone, thisProcess } from './process.js';
import type { OperationsTable } from './table.js';
import { retryWhileHeld } from './wait.js';

export interface LockOptions extends OperationsTable {
  /** Name of the environment. */
  readonly environment: string;
  readonly operation: Operation;
  /** Name of the caller. Default: the user of this machine. */
  readonly holder?: string;
  /** What is done under the lock, for those who have to wait: `v1.4.0 (commit 4f0c…)`. */
  readonly what?: string;
  /** Milliseconds to wait for another holder to end. Default: 0. */
  readonly wait?: number;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

/** The lock, for the work that runs under it. */
export interface HeldLock {
  /** Whether the previous holder did not release the lock: it may still be at work, without knowing. */
  readonly tookOver: boolean;
  /**
   * Throws unless this process still holds the lock. Everything that was read before was then read under the lock, so
   * that a write which depends on it (on a revision, for example) cannot undo a later holder's change.
   *
   * @throws {SuperbowletoError} LOCK_LOST
   */
  verifyHeld(): Promise<void>;
}

interface Holding extends LockOptions {
  readonly locks: LockTable;
  readonly clock: Clock;
  readonly report: Report;
  readonly record: LockRecord;
}

const LEASE_MILLISECONDS = 30_000;
const HEARTBEAT_MILLISECONDS = 5_000;

/**
 * Runs `work` while no other process runs the same operation on the same environment.
 *
 * Takes over the lock of a process that has died: at once if it ran on this machine, otherwise after its lease has
 * expired. If this process loses its lock, the signal for `work` aborts with LOCK_LOST.
 *
 * @param work gets the lock, and a signal that aborts when `options.signal` does or when the lock is lost
 * @returns what `work` returns
 * @throws {LockHeldError} LOCK_HELD, naming the holder; exit code 4
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 * @example
 * await withLock({ dynamodb, table: 'live-superbowleto-operations', environment: 'live', operation: 'deploy' },
 *   (signal) => ship(signal));
 */
export async function withLock<Result>(
  options: LockOptions,
  work: (signal: AbortSignal, lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  const { clock = systemClock, report = () => {}, holder = currentUser() } = options;
  const { environment, operation, what } = options;
  const now = clock.now().getTime();
  const record: LockRecord = {
    ...thisProcess(),
    environment,
    operation,
    holder,
    ...(what === undefined ? {} : { what }),
    token: randomUUID(),
    since: new Date(now).toISOString(),
    expires: now + LEASE_MILLISECONDS,
  };
  const holding: Holding = { ...options, clock, report, record, locks: new LockTable(options) };
  const tookOver = await retryWhileHeld({ ...holding, wait: options.wait ?? 0 }, () => acquire(holding));

  const lost = new AbortController();
  const done = new AbortController();
  const heartbeat = extendLease(holding, lost, done.signal);
  const signal = AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]);
  let failed = true;
  try {
    const result = await work(signal, { tookOver, verifyHeld: () => verifyHeld(holding) });
    failed = false;
    return result;
  } finally {
    done.abort();
    await heartbeat;
    // After a failed takeover the lock stays, freed: the next holder must know that the first one may still be at work.
    if (!lost.signal.aborted) await giveBack(holding, tookOver && failed ? 'free' : 'remove');
  }
}

/** Takes the lock. Returns whether the previous holder did not release it. */
async function acquire(holding: Holding): Promise<boolean> {
  const { locks, record } = holding;
  let seen: LockRecord | undefined;
  while (!(await locks.create(withNewLease(holding)))) {
    const found = await locks.find(record);
    if (found === undefined) continue;
    // The SDK repeated a write whose answer was lost, so that the lock found is this process's own.
    if (found.token === record.token) return seen !== undefined;
    seen = found;
    await verifyAbandoned(holding, seen);
    if (await locks.replace(seen, withNewLease(holding))) {
      if (!isFree(seen)) holding.report(`Took over the lock of ${describeHolder(seen)}, which is gone`);
      return true;
    }
  }
  return false;
}

/** Starts the lease now: the caller may have waited for the lock. */
function withNewLease(holding: Holding): LockRecord {
  const since = holding.clock.now().toISOString();
  return { ...holding.record, since, expires: leaseEnd(holding) };
}

async function verifyHeld({ locks, record }: Holding): Promise<void> {
  const found = await locks.find(record);
  if (found?.token !== record.token) throw lockLost(record);
}

/**
 * Throws unless the holder of this lock has ended or no longer extends its lease.
 *
 * @throws {LockHeldError} LOCK_HELD, naming the holder
 */
export async function verifyAbandoned(
  { locks, clock, signal }: Pick<Holding, 'locks' | 'clock' | 'signal'>,
  seen: LockRecord,
): Promise<void> {
  if (isFree(seen) || isGone(seen)) return;
  if (seen.expires > clock.now().getTime()) throw held(seen);
  // One of the two clocks may be wrong. A holder that is alive extends its lease before this wait ends.
  await clock.sleep(2 * HEARTBEAT_MILLISECONDS, signal);
  const again = await locks.find(seen);
  if (again && (again.token !== seen.token || again.expires !== seen.expires)) throw held(again);
}

function held(seen: LockRecord): LockHeldError {
  const { operation, environment, since, what } = seen;
  const work = what === undefined ? '' : `: ${what}`;
  return new LockHeldError(
    `A ${operation} of ${environment} is under way${work}, by ${describeHolder(seen)}, since ${since}.`,
    'Wait until it has ended; a lock whose process is gone is taken over by the next run.',
  );
}

export function describeHolder({ holder, host, pid }: LockRecord): string {
  return `${holder} on ${host} (process ${pid})`;
}

/**
 * Extends the lease at every heartbeat until `done` aborts. Aborts `lost` when another process has the lock, or when no
 * heartbeat succeeded before the lease expired.
 */
async function extendLease(holding: Holding, lost: AbortController, done: AbortSignal): Promise<void> {
  let expires = leaseEnd(holding);
  while (!done.aborted && !lost.signal.aborted) {
    try {
      await holding.clock.sleep(HEARTBEAT_MILLISECONDS, done);
    } catch {
      return;
    }
    const next = leaseEnd(holding);
    const ours = await holding.locks.extend(holding.record, next).catch(() => undefined);
    if (ours) expires = next;
    if (ours === false || expires <= holding.clock.now().getTime()) lost.abort(lockLost(holding.record));
  }
}

function lockLost({ operation, environment }: LockRecord): SuperbowletoError {
  return new SuperbowletoError(
    'LOCK_LOST',
    `The lock for the ${operation} of ${environment} was lost: this process stood still, or had no network, for longer than its lease. Run the same command again.`,
  );
}

/** Gives the lock back. A failure is a warning, because the work is done: the next holder takes the lock over. */
async function giveBack({ locks, record, report }: Holding, how: 'free' | 'remove'): Promise<void> {
  try {
    await locks[how](record);
  } catch (error) {
    report(`Warning: the lock could not be given back (${(error as Error).message}); it ends by itself.`);
  }
}

function leaseEnd({ clock }: Holding): number {
  return clock.now().getTime() + LEASE_MILLISECONDS;
}
