import { SuperbowletoError } from '../errors.js';
import type { HeldLock } from '../operations/index.js';
import { migrateFunction } from '../project/index.js';
import { inStep } from '../report.js';
import { makeArtifact } from './artifact/make.js';
import { type StoredArtifact, storeArtifact } from './artifact/store.js';
import { type DeployContext, type DeployOptions, deployContext } from './context.js';
import { GitSource } from './git/git.js';
import type { LiveFunction } from './lambda/functions.js';
import { verifyHandlers } from './lambda/handlers.js';
import { planFunctions } from './lambda/plan.js';
import { releaseFunctions } from './lambda/release.js';
import { verifyAccount, verifyReady } from './lambda/verify.js';
import { applyMigrations, needsMigrating } from './migrations/apply.js';
import { isTableMissing, preflight } from './preflight.js';
import { pruneAfterDeploy } from './prune.js';
import { withReleaseLock } from './release/lock.js';
import type { PlannedRelease } from './release/plan.js';
import { withRecord } from './release/record.js';
import type { DeployResult } from './release/result.js';

/**
 * Releases one commit to one environment. Checks it out clean, builds it with the project's own command, zips it to the
 * same bytes every time, stores it once, and publishes it in every function. Only then brings it into service, in every
 * function or in none. After an interruption, running it again completes it.
 *
 * A function that Lambda cannot update is part of the result, not an error: see `state`.
 *
 * @throws {UsageError} REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF, NO_REPOSITORY, REPOSITORY_INVALID, TREE_NOT_SUPPORTED,
 *   TREE_INCOMPLETE, FOLDER_MISSING, NO_MIGRATE_FUNCTION; nothing was changed
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, LOCKFILE_MISSING, WRONG_ACCOUNT, NOT_READY, BUILD_FAILED,
 *   ARTIFACT_…, OPERATIONS_TABLE_MISSING, PLAN_OUTDATED, LOCK_LOST, MIGRATIONS_PENDING, MIGRATIONS_UNKNOWN, and the code
 *   of a failed migration; no function serves anything new
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { state, functions } = await deploy({ project, environment, ref: 'master', clients: connect(environment) });
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const context = deployContext(options);
  const { project, environment, ref, wait, planned, report } = context;
  if (context.migrate) migrateFunction(project, environment);
  const source = new GitSource(project.scm, context);
  // The planned commit, because a branch may have moved since the plan was shown.
  const commit = planned?.plan.commit ?? (await source.resolve(ref));
  report(`${ref} is commit ${commit}`);
  // Before the lock: with credentials of another account, not even a lock may be written.
  await verifyAccount(context);
  const what = `${ref} (commit ${commit.slice(0, 12)})`;
  try {
    return await withReleaseLock(context, { what, wait }, async (locked, lock) => {
      const result = await runSteps(locked, source, commit, lock);
      await pruneAfterDeploy(locked, lock, result);
      return result;
    });
  } catch (error) {
    // Without its table there is no lock, and nothing else was checked. Report everything that is missing at once.
    if (isTableMissing(error)) await preflight(context);
    throw error;
  }
}

/** Runs the steps of a deploy, in order. No call reaches new code before the last one, which moves the aliases. */
async function runSteps(
  context: DeployContext,
  source: GitSource,
  commit: string,
  lock: HeldLock,
): Promise<DeployResult> {
  const { environment, ref, planned, report, signal } = context;
  const functions = await inStep(report, 'Look at the functions', () => verifyReady(context, 'wait'));
  // The aliases are moved from the revisions just read, so those must have been read under the lock.
  await lock.verifyHeld();
  if (planned) await verifyUpToDate(context, planned, functions);
  return await withRecord(context, { ref, commit }, async (release) => {
    const artifact = planned?.artifact ?? (await makeArtifact(context, source, commit));
    const isMigrating = await needsMigrating(context, artifact.migrations);
    const stored = await inStep(report, 'Store the artifact', async () => {
      verifyHandlers(functions, artifact);
      return await storeArtifact(context.clients.s3, environment, artifact);
    });
    report(describeStored(stored));
    signal.throwIfAborted();
    const code = { artifact: stored, commit, release };
    const migrations = isMigrating ? await applyMigrations(context, functions, code) : [];
    const outcome = await releaseFunctions(context, functions, code);
    return { environment: environment.name, ref, commit, release, artifact: stored, migrations, ...outcome };
  });
}

function describeStored({ bucket, key, size }: StoredArtifact): string {
  return `The artifact is s3://${bucket}/${key}, ${size} bytes`;
}

/** Throws when the plan would be another one now: a person confirmed this one. */
async function verifyUpToDate(
  context: DeployContext,
  { plan, artifact }: PlannedRelease,
  functions: readonly LiveFunction[],
): Promise<void> {
  const now = await planFunctions(context, functions, artifact);
  const outdated = now.filter((after) => {
    const before = plan.functions.find(({ name }) => name === after.name);
    return before?.version !== after.version || before.reasons.join() !== after.reasons.join();
  });
  if (outdated.length === 0) return;
  const names = outdated.map(({ name }) => name).join(', ');
  const text = `Since the plan was made something else has changed ${names} in ${plan.environment}. Nothing was changed; deploy again, with a new plan.`;
  throw new SuperbowletoError('PLAN_OUTDATED', text);
}
