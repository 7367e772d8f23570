import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../clock.js';
import { LockHeldError, SuperbowletoError } from '../errors.js';
import { currentUser } from '../process.js';
import type { Report } from '../report.js';
import { isFree, type LockRecord, type Operation } from './lock-record.js';
import { LockTable } from './lock-table.js';
import { isGone, thisProcess } from './process.js';
import type { OperationsTable } from './table.js';
import { waitingTurn } from './wait.js';

export interface LockOptions extends OperationsTable {
  /** Name of the environment. */
  readonly environment: string;
  readonly operation: Operation;
  /** Who asks; the user of this machine when left out. */
  readonly holder?: string;
  /** What is done under it, for those who are kept out: `v1.4.0 (commit 4f0c…)`. */
  readonly what?: string;
  /** Milliseconds to wait for a holder to end; none when left out. */
  readonly wait?: number;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

/** The lock, as the work under it sees it. */
export interface HeldLock {
  /** Whether it was not given back by who had it before: that process may still be at work, and not know yet. */
  readonly tookOver: boolean;
  /**
   * Looks whether the lock is still this process's. What was read before it answers was read under the lock: a write
   * bound to that (a revision, a condition) cannot undo what a later holder does.
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
 * Runs `work` while no other process does the same operation on the same environment.
 *
 * A lock whose holder died is taken over: at once when it ran on this machine, and when its lease has run out
 * elsewhere. Should this process lose its lock, the signal that `work` is given aborts with LOCK_LOST.
 *
 * @param work gets a signal that aborts when `options.signal` does, or when the lock is lost; and the lock
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
  const tookOver = await waitingTurn({ ...holding, wait: options.wait ?? 0 }, () => acquire(holding));

  const lost = new AbortController();
  const done = new AbortController();
  const beating = heartbeat(holding, lost, done.signal);
  const signal = AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]);
  let failed = true;
  try {
    const result = await work(signal, { tookOver, verifyHeld: () => verifyHeld(holding) });
    failed = false;
    return result;
  } finally {
    done.abort();
    await beating;
    // Whoever comes next has to know that the one before this process may still be at work.
    if (!lost.signal.aborted) await (tookOver && failed ? leave(holding) : release(holding));
  }
}

/** True when the lock was not given back by who had it before. */
async function acquire(holding: Holding): Promise<boolean> {
  const { locks, record } = holding;
  let seen: LockRecord | undefined;
  while (!(await locks.create(asOfNow(holding)))) {
    const found = await locks.find(record);
    if (found === undefined) continue;
    // The SDK repeats a write whose answer was lost, and finds its own lock.
    if (found.token === record.token) return seen !== undefined;
    seen = found;
    await verifyAbandoned(holding, seen);
    if (await locks.replace(seen, asOfNow(holding))) {
      if (!isFree(seen)) holding.report(`Took over the lock of ${describeHolder(seen)}, which is gone`);
      return true;
    }
  }
  return false;
}

/** It may have been waited for. */
function asOfNow(holding: Holding): LockRecord {
  const since = holding.clock.now().toISOString();
  return { ...holding.record, since, expires: leaseEnd(holding) };
}

async function verifyHeld({ locks, record }: Holding): Promise<void> {
  const found = await locks.find(record);
  if (found?.token !== record.token) throw lockLost(record);
}

/**
 * Whether nobody keeps this lock up any more.
 *
 * @throws {LockHeldError} naming the holder
 */
export async function verifyAbandoned(
  { locks, clock, signal }: Pick<Holding, 'locks' | 'clock' | 'signal'>,
  seen: LockRecord,
): Promise<void> {
  if (isFree(seen) || isGone(seen)) return;
  if (seen.expires > clock.now().getTime()) throw held(seen);
  // The holder's clock may be wrong, or ours; one that lives moves the expiry on before this wait ends.
  await clock.sleep(2 * HEARTBEAT_MILLISECONDS, signal);
  const again = await locks.find(seen);
  if (again && (again.token !== seen.token || again.expires !== seen.expires)) throw held(again);
}

export function held(seen: LockRecord): LockHeldError {
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

/** Ends when `done` aborts. A failed beat is repeated by the next one, as long as the lease lasts. */
async function heartbeat(holding: Holding, lost: AbortController, done: AbortSignal): Promise<void> {
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

/** The work is done, whatever becomes of the lock; one that stays behind is the next run's to take over. */
async function release({ locks, record, report }: Holding): Promise<void> {
  try {
    await locks.remove(record);
  } catch (error) {
    report(`Warning: the lock could not be given back (${(error as Error).message}); it ends by itself.`);
  }
}

/** As `release`, but the next holder learns that it takes over. */
async function leave({ locks, record, report }: Holding): Promise<void> {
  await locks.free(record).catch((error: Error) => {
    report(`Warning: the lock could not be given back (${error.message}); it ends by itself.`);
  });
}

function leaseEnd({ clock }: Holding): number {
  return clock.now().getTime() + LEASE_MILLISECONDS;
}
