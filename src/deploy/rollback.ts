import {
  type HeldLock,
  listReleases,
  NEWEST_RELEASES,
  operationsTable,
  type Release,
} from '../operations/index.js';
import { type EnvironmentContext, type EnvironmentOptions, environmentContext } from './context.js';
import { readInService } from './lambda/in-service.js';
import { rollBackFunctions, verifyRollback } from './lambda/roll-back.js';
import { verifyAccount } from './lambda/verify.js';
import { withReleaseLock } from './release/lock.js';
import { findCurrent, originOf, releaseBefore, releaseNamed, shortId } from './release/log.js';
import { withRecord } from './release/record.js';
import type { RollbackResult } from './release/result.js';

export interface RollbackOptions extends EnvironmentOptions {
  /** Id of a release (whole, or its last part), or a commit of seven characters or more. Default: see `releaseBefore`. */
  readonly to?: string | undefined;
  /** Reason, for the release log. */
  readonly why?: string | undefined;
  /** Milliseconds to wait for a deploy to end. Default: 0. */
  readonly wait?: number | undefined;
}

/** What a rollback would do. */
export interface PlannedRollback {
  /** The deploy that it would go back to. */
  readonly to: Release;
  /** The deploy in service, by the release log. */
  readonly from?: Release;
  /** Id of the newest release in the log. When it has changed, something else was released since. */
  readonly newest: string;
}

type RollbackContext = RollbackOptions & EnvironmentContext;

/**
 * Brings an earlier release into service again: moves every alias, or none, to the version in the release log. Builds
 * and publishes nothing. Takes the lock that deploys take.
 *
 * After an interruption, running it again completes it. A function that cannot be moved is part of the result.
 *
 * @throws {UsageError} UNKNOWN_RELEASE, AMBIGUOUS_RELEASE, RELEASE_NOT_COMPLETE
 * @throws {SuperbowletoError} NO_EARLIER_RELEASE, VERSION_GONE, WRONG_ACCOUNT, OPERATIONS_TABLE_MISSING, LOCK_LOST
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { state, commit } = await rollback({ project, environment, clients: connect(environment), why: 'slow' });
 */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const context = environmentContext(options);
  const { to, wait } = context;
  // Before the lock: with credentials of another account, not even a lock may be written.
  await verifyAccount(context);
  const what = `going back to ${to === undefined ? 'the release before' : `release ${to}`}`;
  return await withReleaseLock(context, { what, wait }, rollBackLocked);
}

/**
 * Finds the release that `rollback` with the same options would go back to. Locks and changes nothing.
 *
 * @throws as `rollback`, except the errors of the lock and of moving the aliases
 * @example
 * const { to } = await planRollback({ project, environment, clients: connect(environment) });
 * await rollback({ project, environment, clients, to: to.id });
 */
export async function planRollback(options: RollbackOptions): Promise<PlannedRollback> {
  const context = environmentContext(options);
  await verifyAccount(context);
  const log = await readLog(context);
  const to = await chooseRelease(context, log);
  await verifyRollback(context, to);
  const from = deployInService(log);
  return { to, ...(from ? { from } : {}), newest: log[0]?.id ?? '' };
}

async function rollBackLocked(context: RollbackContext, lock: HeldLock): Promise<RollbackResult> {
  const { environment, why, report } = context;
  const log = await readLog(context);
  const to = await chooseRelease(context, log);
  const { id, ref, commit, artifact } = to;
  report(`Going back to ${ref} (commit ${commit}), release ${shortId(to)} of ${to.startedAt}`);
  const targets = await verifyRollback(context, to);
  // The aliases are moved from the revisions just read, so those must have been read under the lock.
  await lock.verifyHeld();
  const beginning = { ref, commit, kind: 'rollback', to: id, ...(why ? { why } : {}) } as const;
  const { release, state, functions } = await withRecord(context, beginning, async (release) => {
    const outcome = await rollBackFunctions(context, release, targets);
    return { release, ...outcome, ...(artifact ? { artifact } : {}) };
  });
  const before = deployInService(log)?.id;
  const went = { environment: environment.name, ref, commit, release, to: id };
  return { ...went, ...(before ? { before } : {}), state, functions };
}

async function readLog({ clients, environment }: RollbackContext): Promise<Release[]> {
  const table = operationsTable(clients, environment);
  return await listReleases(table, environment.name, { limit: NEWEST_RELEASES });
}

async function chooseRelease(context: RollbackContext, log: readonly Release[]): Promise<Release> {
  const { to, environment } = context;
  if (to !== undefined) return releaseNamed(log, to, environment.name);
  return releaseBefore(log, await readInService(context));
}

function deployInService(log: readonly Release[]): Release | undefined {
  const current = findCurrent(log);
  return current && originOf(log, current);
}
