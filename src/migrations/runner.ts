import { type Clock, systemClock } from '../clock.js';
import { carryOut, type Done, OutOfTime } from './change.js';
import { findHistory, listStates, openHistory, readApplied, readLog } from './history.js';
import { endHolder, findHolder, withMigrationLock } from './lock.js';
import { describePlan, type Plan, planRequest } from './plan.js';
import { describeFailure } from './problem.js';
import { verifyRequest } from './request.js';
import { prepareSession, type Session, type SessionOptions, verifyUnpooled } from './session.js';
import type {
  ChangeCommand,
  HistoryEntry,
  LockHolder,
  Migration,
  MigrationAnswer,
  MigrationClient,
  MigrationRequest,
  MigrationState,
  PlannedMigration,
} from './types.js';
import { verifyExpected, verifyHistory, verifyList } from './verify.js';

export interface RunOptions extends MigrationRequest, SessionOptions {
  /** A connection of the run's own: its session gets timeouts and the lock. The caller ends it. */
  readonly client: MigrationClient;
  /** In the order of running. */
  readonly migrations: readonly Migration[];
  /** Milliseconds until the run must have ended, as Lambda's `getRemainingTimeInMillis`. Left out: no limit. */
  readonly remainingMs?: () => number;
  /** How this run is called where another asks who holds the lock. */
  readonly applicationName?: string;
  readonly clock?: Clock;
}

/** Filled in as the run goes on, so that a failure still tells all of it. */
interface Progress extends Done {
  migrations: MigrationState[];
  readonly warnings: string[];
  partial?: true;
  planned?: PlannedMigration[];
  holder?: LockHolder | null;
  history?: HistoryEntry[];
}

/** Kept free for a rollback, the unlock and the answer. */
const MARGIN_MILLISECONDS = 5_000;
/** With less than this left no further migration is begun. */
const ENOUGH_MILLISECONDS = 10_000;
const LOCK_WAIT = 30_000;

/**
 * Applies, reverts or lists migrations. A failure is an answer with `ok: false`, never an exception; what was
 * done before it stays done, and the same request goes on from there.
 *
 * One run at a time has the database: others wait for the lock. A migration and its row in the table
 * `schema_migrations` are one transaction, unless it says `transaction: false`.
 *
 * @example
 * const answer = await runMigrations({ client, migrations, command: 'up', remainingMs: () => context.getRemainingTimeInMillis() });
 */
export async function runMigrations(options: RunOptions): Promise<MigrationAnswer> {
  const progress: Progress = { applied: [], reverted: [], baselined: [], migrations: [], warnings: [] };
  const { command } = options;
  try {
    verifyRequest(options);
    verifyList(options.migrations);
    verifyExpected(options, (difference) => progress.warnings.push(difference));
    await runCommand(options, progress);
  } catch (error) {
    await refresh(options, progress).catch(() => undefined);
    return { ok: false, command, ...results(progress), error: describeFailure(error) };
  }
  return { ok: true, command, ...results(progress) };
}

function results({ warnings, baselined, ...progress }: Progress) {
  return {
    ...progress,
    ...(baselined.length > 0 ? { baselined } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

async function runCommand(options: RunOptions, progress: Progress): Promise<void> {
  const { client, command, of } = options;
  // These leave no setting behind: behind a pooler the session is everybody's.
  if (command === 'unlock') return await unlock(options, progress);
  if (command === 'status') return await listAll(options, progress);
  if (command === 'history') {
    progress.history = await readLog(await findHistory(client, ''));
    return await refresh(options, progress);
  }
  const warning = await verifyUnpooled(client);
  if (warning) progress.warnings.push(warning);
  if (command === 'plan') return await foretell(options, of ?? 'up', progress);
  const session = await prepareSession(options);
  const work = () => change(options, command, session, progress);
  await withMigrationLock(client, lockWaitOf(options), work, options.clock ?? systemClock);
}

/** Within the time of the function, so that the answer still says who holds the lock. */
function lockWaitOf({ lockWait = LOCK_WAIT, remainingMs }: RunOptions): number {
  return remainingMs ? Math.max(0, Math.min(lockWait, remainingMs() - ENOUGH_MILLISECONDS)) : lockWait;
}

async function unlock({ client, pid, clock }: RunOptions, progress: Progress): Promise<void> {
  const holder = pid === undefined ? await findHolder(client) : await endHolder(client, pid, clock);
  progress.holder = holder ?? null;
}

async function refresh({ client, migrations }: RunOptions, progress: Progress): Promise<void> {
  progress.migrations = listStates(migrations, await readApplied(await findHistory(client, '')));
}

async function listAll(options: RunOptions, progress: Progress): Promise<void> {
  await refresh(options, progress);
  verifyHistory(progress.migrations);
}

async function foretell(options: RunOptions, of: ChangeCommand, progress: Progress): Promise<void> {
  await listAll(options, progress);
  const history = await findHistory(options.client, '');
  const plan = await planRequest(of, options, options.migrations, await readApplied(history), history);
  progress.planned = describePlan(plan);
}

async function change(options: RunOptions, command: ChangeCommand, session: Session, progress: Progress) {
  const { client, migrations, applicationName, by = applicationName ?? '', clock = systemClock } = options;
  const history = await openHistory(client, by);
  const applied = await readApplied(history);
  progress.migrations = listStates(migrations, applied);
  verifyHistory(progress.migrations);
  const plan: Plan = await planRequest(command, options, migrations, applied, history);
  const run = {
    history,
    clock,
    session: () => limited(session, options),
    warn: (sentence: string) => progress.warnings.push(sentence),
  };
  try {
    await carryOut(plan, run, progress, () => hasTime(options));
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    progress.partial = true;
  }
  progress.migrations = listStates(migrations, await readApplied(history));
}

function hasTime({ remainingMs }: RunOptions): boolean {
  return !remainingMs || remainingMs() >= ENOUGH_MILLISECONDS;
}

/**
 * A migration ends before the function does: a function that is cut off cannot tell. A limit of its statements would not
 * do, as each of them has the whole of it.
 */
function limited(session: Session, { remainingMs }: RunOptions): Session {
  if (!remainingMs) return session;
  const left = Math.max(1, Math.floor(remainingMs() - MARGIN_MILLISECONDS));
  return {
    ...session,
    statementTimeout: Math.min(session.statementTimeout || left, left),
    transactionTimeout: session.transactionTimeout === undefined ? undefined : left,
  };
}
