import { randomUUID } from 'node:crypto';
import { type Clock, type Report, systemClock } from '../clock.js';
import { LockHeldError, SuperbowletoError } from '../errors.js';
import type { LockRecord, Operation } from './lock-record.js';
import { LockTable, type OperationsTable } from './lock-table.js';
import { currentUser, isGone, thisProcess } from './process.js';

export interface LockOptions extends OperationsTable {
  /** Name of the environment. */
  readonly environment: string;
  readonly operation: Operation;
  /** Who asks; the user of this machine when left out. */
  readonly holder?: string;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
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
 * @param work gets a signal that aborts when `options.signal` does, or when the lock is lost
 * @returns what `work` returns
 * @throws {LockHeldError} LOCK_HELD, naming the holder; exit code 4
 * @throws {SuperbowletoError} OPERATIONS_TABLE_MISSING
 * @example
 * await withLock({ dynamodb, table: 'live-superbowleto-operations', environment: 'live', operation: 'deploy' },
 *   (signal) => ship(signal));
 */
export async function withLock<Result>(
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { clock = systemClock, report = () => {}, holder = currentUser() } = options;
  const { environment, operation } = options;
  const now = clock.now().getTime();
  const record: LockRecord = {
    ...thisProcess(),
    environment,
    operation,
    holder,
    token: randomUUID(),
    since: new Date(now).toISOString(),
    expires: now + LEASE_MILLISECONDS,
  };
  const holding: Holding = { ...options, clock, report, record, locks: new LockTable(options) };
  await acquire(holding);

  const lost = new AbortController();
  const done = new AbortController();
  const beating = heartbeat(holding, lost, done.signal);
  try {
    return await work(AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]));
  } finally {
    done.abort();
    await beating;
    if (!lost.signal.aborted) await release(holding);
  }
}

async function acquire(holding: Holding): Promise<void> {
  const { locks, record } = holding;
  while (!(await locks.create(record))) {
    const seen = await locks.find(record);
    if (seen === undefined) continue;
    // The SDK repeats a write whose answer was lost, and finds its own lock.
    if (seen.token === record.token) return;
    await verifyAbandoned(holding, seen);
    if (await locks.replace(seen, { ...record, expires: leaseEnd(holding) })) {
      holding.report(`Took over the lock of ${describeHolder(seen)}, which is gone`);
      return;
    }
  }
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
  if (isGone(seen)) return;
  if (seen.expires > clock.now().getTime()) throw held(seen);
  // The holder's clock may be wrong, or ours; one that lives moves the expiry on before this wait ends.
  await clock.sleep(2 * HEARTBEAT_MILLISECONDS, signal);
  const again = await locks.find(seen);
  if (again && (again.token !== seen.token || again.expires !== seen.expires)) throw held(again);
}

export function held(seen: LockRecord): LockHeldError {
  return new LockHeldError(
    `A ${seen.operation} of ${seen.environment} is under way, by ${describeHolder(seen)}, since ${seen.since}. ` +
      'Wait until it has ended; a lock whose process is gone is taken over by the next run.',
  );
}

export function describeHolder({ holder, host, pid }: LockRecord): string {
  return `${holder} on ${host} (process ${pid})`;
}

/** Ends when `done` aborts. A failed beat is repeated by the next one, as long as the lease lasts. */
async function heartbeat(holding: Holding, lost: AbortController, done: AbortSignal): Promise<void> {
  let expires = holding.record.expires;
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

function leaseEnd({ clock }: Holding): number {
  return clock.now().getTime() + LEASE_MILLISECONDS;
}
