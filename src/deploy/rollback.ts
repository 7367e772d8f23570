import { type Clock, systemClock } from '../clock.js';
import {
  type HeldLock,
  listReleases,
  NEWEST_RELEASES,
  operationsTable,
  type Release,
} from '../operations/index.js';
import { currentUser } from '../process.js';
import type { Report } from '../report.js';
import type { DeployOptions } from './deploy.js';
import { createTarget, type Target } from './lambda/types.js';
import { withReleaseLock } from './release/lock.js';
import { findCurrent, originOf, releaseBefore, releaseNamed, shortId } from './release/log.js';
import { recordedAs } from './release/record.js';
import type { DeployState, FunctionOutcome } from './release/result.js';

export interface RollbackOptions extends Pick<DeployOptions, 'project' | 'environment' | 'clients' | 'who'> {
  /** Id of a release (whole, or its last part) or a commit of seven characters or more; see `releaseBefore`. */
  readonly to?: string | undefined;
  /** For the release log. */
  readonly why?: string | undefined;
  /** Milliseconds to wait for a deploy to end; none when left out. */
  readonly wait?: number | undefined;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

export interface RollbackResult {
  readonly environment: string;
  /** Of the release that was gone back to. */
  readonly ref: string;
  /** Of the release that was gone back to. */
  readonly commit: string;
  /** Of the release log: the rollback's own. */
  readonly release: string;
  /** Id of the deploy that was gone back to. */
  readonly to: string;
  /** Id of the deploy that was in service by the record. */
  readonly before?: string;
  readonly state: DeployState;
  readonly functions: readonly FunctionOutcome[];
}

/** `RollbackOptions` with nothing left out but what need not be. */
interface RollbackContext extends RollbackOptions {
  readonly who: string;
  readonly clock: Clock;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/**
 * Brings what an earlier release had in service into service again: every alias or none is moved to the version that
 * the release log names. Nothing is built and nothing published. The same lock keeps deploys out.
 *
 * Whatever interrupts it, running it again converges. A function that cannot be moved is part of the result.
 *
 * @throws {UsageError} UNKNOWN_RELEASE, AMBIGUOUS_RELEASE, RELEASE_NOT_COMPLETE
 * @throws {SuperbowletoError} NO_EARLIER_RELEASE, VERSION_GONE, WRONG_ACCOUNT, OPERATIONS_TABLE_MISSING, LOCK_LOST
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { state, commit } = await rollback({ project, environment, clients: connect(environment), why: 'slow' });
 */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const context: RollbackContext = {
    ...options,
    who: options.who ?? currentUser(),
    clock: options.clock ?? systemClock,
    report: options.report ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
  };
  const target = createTarget(context);
  // Keys of another account must not even take a lock there.
  await target.verifyAccount();
  const { to, wait = 0 } = options;
  const what = `going back to ${to === undefined ? 'the release before' : `release ${to}`}`;
  return await withReleaseLock({ ...context, what, wait }, target, (signal, lock) =>
    rollbackLocked({ ...context, signal }, target, lock),
  );
}

async function rollbackLocked(
  context: RollbackContext,
  target: Target,
  lock: HeldLock,
): Promise<RollbackResult> {
  const { environment, why, report, signal } = context;
  const log = await listReleases(operationsTable(context.clients, context.environment), environment.name, {
    limit: NEWEST_RELEASES,
  });
  const goal = await chooseRelease(context, target, log);
  const { ref, commit, artifact } = goal;
  report(`Going back to ${ref} (commit ${commit}), release ${shortId(goal)} of ${goal.startedAt}`);
  const ready = await target.verifyRollback(goal, signal);
  // The aliases are moved from what was read here: it must have been read under the lock.
  await lock.verifyHeld();
  const beginning = { ref, commit, kind: 'rollback', to: goal.id, ...(why ? { why } : {}) } as const;
  const result = await recordedAs(context, beginning, async (release) => {
    const outcome = await ready.run(release, signal);
    return { release, ...outcome, ...(artifact ? { artifact } : {}) };
  });
  const current = findCurrent(log);
  return {
    environment: environment.name,
    ref,
    commit,
    release: result.release,
    to: goal.id,
    ...(current ? { before: originOf(log, current).id } : {}),
    state: result.state,
    functions: result.functions,
  };
}

async function chooseRelease(
  { environment, to, signal }: RollbackContext,
  target: Target,
  log: readonly Release[],
): Promise<Release> {
  if (to !== undefined) return releaseNamed(log, to, environment.name);
  return releaseBefore(log, await target.inService(signal));
}
