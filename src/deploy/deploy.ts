import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Clock, systemClock } from '../clock.js';
import { SuperbowletoError } from '../errors.js';
import type { HeldLock } from '../operations/index.js';
import { currentUser } from '../process.js';
import { type Environment, migrateFunction, type Project } from '../project/index.js';
import type { Report } from '../report.js';
import { inStep } from '../report.js';
import { makeArtifact } from './artifact/make.js';
import { cacheFolder } from './cache.js';
import { createScm, type Scm } from './git/types.js';
import {
  type Canary,
  createTarget,
  type ReadyTarget,
  type Target,
  type TargetClients,
} from './lambda/types.js';
import { migrateFirst, needsMigrating } from './migrations/apply.js';
import type { PlannedRelease } from './plan.js';
import { isTableMissing, preflight } from './preflight.js';
import { pruneAfter } from './prune-after.js';
import { withReleaseLock } from './release/lock.js';
import { recorded } from './release/record.js';
import type { DeployResult } from './release/result.js';

export interface DeployOptions {
  readonly project: Project;
  readonly environment: Environment;
  /** Branch, tag, full or short commit id, or HEAD. */
  readonly ref: string;
  readonly clients: TargetClients & { readonly dynamodb: DynamoDBClient };
  /** Who deploys, for the lock and the release log; the user of this machine when left out. */
  readonly who?: string;
  /** Folder of mirrors, dependencies and trees under work; see `cacheFolder`. */
  readonly cache?: string;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
  /** Applies the migrations that the new code needs before it comes into service; without it they have to be. */
  readonly migrate?: boolean;
  /** Milliseconds to wait for another deploy to end; none when left out. */
  readonly wait?: number | undefined;
  /** New versions take a part of the calls first, and go back by themselves when they do worse; see `watchCanary`. */
  readonly canary?: Canary | undefined;
  /** Of the same project, environment and ref: carried out as it was shown, or not at all. */
  readonly planned?: PlannedRelease;
}

/** `DeployOptions` with nothing left out that has a default. */
export interface DeployContext extends Required<Omit<DeployOptions, 'planned' | 'wait' | 'canary'>> {
  readonly canary?: Canary | undefined;
  readonly planned?: PlannedRelease;
  readonly wait: number;
}

/**
 * Releases one commit to one environment: checked out clean, built by the project's own command, zipped to the same
 * bytes every time, stored once, published in every function, and only then brought into service, everywhere or
 * nowhere. Whatever interrupts it, running it again converges.
 *
 * A function that Lambda fails to update is no error but part of the result, beside all the others: see `state`.
 *
 * @throws {UsageError} REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF, NO_REPOSITORY, REPOSITORY_INVALID, TREE_NOT_SUPPORTED,
 *   FOLDER_MISSING, NO_MIGRATE_FUNCTION
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, TREE_INCOMPLETE, LOCKFILE_MISSING, WRONG_ACCOUNT, NOT_READY,
 *   BUILD_FAILED, ARTIFACT_…, OPERATIONS_TABLE_MISSING, PLAN_OUTDATED, LOCK_LOST, MIGRATIONS_PENDING, MIGRATIONS_UNKNOWN, and what a migration
 *   fails with; nothing is in service then that was not before
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { state, functions } = await deploy({ project, environment, ref: 'master', clients: connect(environment) });
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const context = deployContext(options);
  if (context.migrate) migrateFunction(context.project, context.environment);
  const scm = createScm(context.project.scm, context);
  const target = createTarget(context);
  // What a branch stands for may have changed since the plan was shown.
  const commit = context.planned?.plan.commit ?? (await scm.resolve(context.ref));
  context.report(`${context.ref} is commit ${commit}`);
  // Keys of another account must not even take a lock there.
  await target.verifyAccount();
  try {
    const what = `${context.ref} (commit ${commit.slice(0, 12)})`;
    return await withReleaseLock({ ...context, what }, target, async (signal, lock) => {
      const result = await deployLocked({ ...context, signal }, { scm, target, commit, lock });
      await pruneAfter({ ...context, signal }, target, lock, result);
      return result;
    });
  } catch (error) {
    // Nothing is looked at without the lock; when there can be none, all that is missing is told at once.
    if (isTableMissing(error)) await preflight(context, target);
    throw error;
  }
}

/** Fills in what may be left out. */
export function deployContext(options: DeployOptions): DeployContext {
  return {
    ...options,
    who: options.who ?? currentUser(),
    migrate: options.migrate ?? false,
    wait: options.wait ?? 0,
    cache: options.cache ?? cacheFolder(),
    clock: options.clock ?? systemClock,
    report: options.report ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
  };
}

interface Parts {
  readonly scm: Scm;
  readonly target: Target;
  readonly commit: string;
  readonly lock: HeldLock;
}

async function deployLocked(
  context: DeployContext,
  { scm, target, commit, lock }: Parts,
): Promise<DeployResult> {
  const { environment, ref, report, signal, planned, canary } = context;
  const ready = await inStep(report, 'Look at the functions', () => target.verify(signal));
  // The aliases are moved from what was read here: it must have been read under the lock.
  await lock.verifyHeld();
  if (planned) await verifyUpToDate(planned, ready);
  return await recorded(context, commit, async (release) => {
    const artifact = planned?.artifact ?? (await makeArtifact(context, scm, commit));
    const isMigrating = await needsMigrating(context, target, artifact.migrations);
    const stored = await inStep(report, 'Store the artifact', () => ready.store(artifact));
    report(`The artifact is s3://${stored.bucket}/${stored.key}, ${stored.size} bytes`);
    signal.throwIfAborted();
    const migrations = isMigrating ? await migrateFirst(context, ready, { stored, commit, signal }) : [];
    const outcome = await ready.release(stored, { commit, release, canary }, signal);
    return { environment: environment.name, ref, commit, release, artifact: stored, migrations, ...outcome };
  });
}

/** Somebody agreed to what was shown; after another release it would be something else. */
async function verifyUpToDate({ plan, artifact }: PlannedRelease, ready: ReadyTarget): Promise<void> {
  const now = await ready.plan(artifact);
  const outdated = now.filter((after) => {
    const before = plan.functions.find(({ name }) => name === after.name);
    return before?.version !== after.version || before.reasons.join() !== after.reasons.join();
  });
  if (outdated.length === 0) return;
  const names = outdated.map(({ name }) => name).join(', ');
  const text = `Since the plan was made something else has changed ${names} in ${plan.environment}. Nothing was changed; deploy again, with a new plan.`;
  throw new SuperbowletoError('PLAN_OUTDATED', text);
}
