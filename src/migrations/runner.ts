import { type Clock, systemClock } from '../clock.js';
import { type Completed, executePlan, OutOfTime } from './change.js';
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
  /** A connection that nothing else uses: the run sets its timeouts and takes the lock. The caller ends it. */
  readonly client: MigrationClient;
  /** In the order of their names. */
  readonly migrations: readonly Migration[];
  /** Returns the milliseconds until the run must have ended, as Lambda's `getRemainingTimeInMillis`. Default: no limit. */
  readonly remainingMs?: () => number;
  readonly clock?: Clock;
}

/** The answer so far, so that a failure still reports everything that was done. */
interface Progress extends Completed {
  migrations: MigrationState[];
  readonly warnings: string[];
  partial?: true;
  planned?: PlannedMigration[];
  holder?: LockHolder | null;
  history?: HistoryEntry[];
}

/** Time for a rollback, the unlock and the answer. */
const MARGIN_MILLISECONDS = 5_000;
/** The run begins no further migration with less time left. */
const MINIMUM_MILLISECONDS = 10_000;
const LOCK_WAIT = 30_000;

/**
 * Applies, reverts or lists migrations. Never throws: a failure is an answer with `ok: false`. Migrations completed before
 * it stay completed, and the same request continues from there.
 *
 * One run at a time changes a database; others wait for the lock. A migration and its row in the table
 * `schema_migrations` are one transaction, unless the migration says `transaction: false`.
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
  // These three set nothing in the session, which others share behind a pooler.
  if (command === 'unlock') return await unlock(options, progress);
  if (command === 'status') return await listAll(options, progress);
  if (command === 'history') {
    progress.history = await readLog(await findHistory(client, ''));
    return await refresh(options, progress);
  }
  const warning = await verifyUnpooled(client);
  if (warning) progress.warnings.push(warning);
  if (command === 'plan') return await planOnly(options, of ?? 'up', progress);
  const session = await prepareSession(options);
  const work = () => change(options, command, session, progress);
  await withMigrationLock(client, lockWaitOf(options), work, options.clock ?? systemClock);
}

/** Limits the wait to the time of the function, so that the answer can still say who holds the lock. */
function lockWaitOf({ lockWait = LOCK_WAIT, remainingMs }: RunOptions): number {
  return remainingMs ? Math.max(0, Math.min(lockWait, remainingMs() - MINIMUM_MILLISECONDS)) : lockWait;
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

async function planOnly(options: RunOptions, of: ChangeCommand, progress: Progress): Promise<void> {
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
    session: () => limitSession(session, options),
    warn: (sentence: string) => progress.warnings.push(sentence),
  };
  try {
    await executePlan(plan, run, progress, () => hasTime(options));
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    progress.partial = true;
  }
  progress.migrations = listStates(migrations, await readApplied(history));
}

function hasTime({ remainingMs }: RunOptions): boolean {
  return !remainingMs || remainingMs() >= MINIMUM_MILLISECONDS;
}

/**
 * Limits a migration so that it ends before the function's timeout, after which there is no answer. A timeout of the
 * statements alone would not do, since it begins again for each of them.
 */
function limitSession(session: Session, { remainingMs }: RunOptions): Session {
  if (!remainingMs) return session;
  const left = Math.max(1, Math.floor(remainingMs() - MARGIN_MILLISECONDS));
  return {
    ...session,
    statementTimeout: Math.min(session.statementTimeout || left, left),
    transactionTimeout: session.transactionTimeout === undefined ? undefined : left,
  };
}
