import { UsageError } from '../errors.js';
import {
  type HeldLock,
  listReleases,
  NEWEST_RELEASES,
  operationsTable,
  type Release,
} from '../operations/index.js';
import { type PrunedArtifact, pruneArtifacts } from './artifact/prune.js';
import { type EnvironmentContext, type EnvironmentOptions, environmentContext } from './context.js';
import { readInService } from './lambda/in-service.js';
import { pruneVersions } from './lambda/prune.js';
import type { LiveVersion, PrunedVersion } from './lambda/types.js';
import { verifyAccount } from './lambda/verify.js';
import { type InUse, inUse } from './release/in-use.js';
import { withReleaseLock } from './release/lock.js';
import type { DeployResult } from './release/result.js';

export interface PruneOptions extends EnvironmentOptions {
  /** How many of the newest complete releases stay, at least 2. */
  readonly keep: number;
  /** Only lists what would be deleted. */
  readonly dryRun?: boolean;
}

export interface PruneResult {
  readonly environment: string;
  readonly keep: number;
  readonly dryRun: boolean;
  /** Complete releases in the log, counted up to `keep`. */
  readonly releases: number;
  readonly versions: readonly PrunedVersion[];
  readonly artifacts: readonly PrunedArtifact[];
  /** Why something was not deleted, one sentence each. */
  readonly notes: readonly string[];
}

type PruneContext = EnvironmentContext & Required<Pick<PruneOptions, 'keep' | 'dryRun'>>;

/** The release in service, and the one that a rollback goes to. */
const FEWEST = 2;

/**
 * Deletes published versions and artifacts that none of the newest complete releases uses. Keeps what any alias serves,
 * with whatever weight. Takes the lock that deploys take.
 *
 * A version or an artifact that cannot be deleted is part of the result, not an error.
 *
 * @throws {UsageError} KEEP_TOO_FEW
 * @throws {SuperbowletoError} WRONG_ACCOUNT, OPERATIONS_TABLE_MISSING, LOCK_LOST
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { versions } = await prune({ project, environment, clients: connect(environment), keep: 10, dryRun: true });
 */
export async function prune(options: PruneOptions): Promise<PruneResult> {
  const context: PruneContext = { ...environmentContext(options), dryRun: options.dryRun ?? false };
  verifyKeep(context.keep);
  // Before the lock: with credentials of another account, not even a lock may be written.
  await verifyAccount(context);
  if (context.dryRun) return await pruneLocked(context);
  const what = `keeping ${context.keep} releases`;
  return await withReleaseLock(context, { what }, async (locked, lock) => {
    await lock.verifyHeld();
    return await pruneLocked(locked);
  });
}

/**
 * Prunes after a deploy that brought something new into service, if the project file says how many releases to keep.
 * Reports a failure as a warning, and never throws.
 */
export async function pruneAfterDeploy(
  context: EnvironmentContext,
  lock: HeldLock,
  { state }: Pick<DeployResult, 'state'>,
): Promise<void> {
  const { project, environment, report } = context;
  const { keep } = project.deploy;
  if (keep === undefined || state !== 'released') return;
  try {
    // A process that stalled must not delete what a release has come to need in the meantime.
    await lock.verifyHeld();
    const pruned = await pruneLocked({ ...context, keep, dryRun: false });
    if (pruned.versions.length + pruned.artifacts.length > 0) report(describePruned(pruned));
  } catch (error) {
    const { message } = Object(error) as Error;
    const again = `sbw prune --env ${environment.name} --keep ${keep}`;
    report(
      `Warning: the release is in service, but old ones could not be pruned (${message}). Try: ${again}`,
    );
  }
}

function verifyKeep(keep: number): void {
  if (Number.isInteger(keep) && keep >= FEWEST) return;
  const text = `Keep ${FEWEST} releases at least, not ${keep}: the one in service, and the one that a rollback goes to.`;
  throw new UsageError('KEEP_TOO_FEW', text);
}

async function pruneLocked(context: PruneContext): Promise<PruneResult> {
  const { project, environment, clients, keep, dryRun, signal } = context;
  const table = operationsTable(clients, environment);
  const log = await listReleases(table, environment.name, { limit: NEWEST_RELEASES });
  const used = inUse(log, keep);
  const result = { environment: environment.name, keep, dryRun, releases: used.releases };
  if (used.releases < keep) {
    const text = `${environment.name} has ${used.releases === 1 ? 'one complete release on record, which stays' : `${used.releases} complete releases on record that differ, so that all of them stay`}.`;
    return { ...result, versions: [], artifacts: [], notes: [text] };
  }
  const versions = await pruneVersions(context, { inUse: used.versions, dryRun });
  const shared = sharingBucket(context);
  const notes = shared.map(
    (name) => `Bucket ${environment.bucket} is also that of ${name}: all artifacts stay.`,
  );
  if (shared.length > 0) return { ...result, versions, artifacts: [], notes };
  const artifacts = await pruneArtifacts(clients.s3, environment, {
    service: project.service,
    inUse: artifactsInUse(log, await readInService(context), used),
    dryRun,
    signal,
  });
  return { ...result, versions, artifacts, notes };
}

/** Returns the artifacts of the newest releases, and those of every release of which an alias serves a version. */
function artifactsInUse(log: readonly Release[], serving: readonly LiveVersion[], used: InUse): Set<string> {
  const artifacts = new Set(used.artifacts);
  for (const { artifact, functions } of log) {
    const isServed = functions.some(({ name, version }) =>
      serving.some(
        (one) => one.name === name && [one.version, ...Object.keys(one.weights ?? {})].includes(version),
      ),
    );
    if (artifact && isServed) artifacts.add(artifact.key);
  }
  return artifacts;
}

/** Returns the other environments of the project whose artifacts are in the same bucket. */
function sharingBucket({ project, environment }: PruneContext): string[] {
  return Object.values(project.environments)
    .filter(({ name, bucket, account }) => {
      return name !== environment.name && bucket === environment.bucket && account === environment.account;
    })
    .map(({ name }) => name);
}

function describePruned({ versions, artifacts, keep }: PruneResult): string {
  const all = [...versions, ...artifacts];
  const failed = all.filter(({ status }) => status === 'failed');
  if (failed.length > 0) {
    return `Warning: of what the newest ${keep} releases do not use ${failed.length} could not be pruned: ${failed[0]?.reason}`;
  }
  return `Pruned ${count(versions.length, 'version')} and ${count(artifacts.length, 'artifact')} that the newest ${keep} releases do not use`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
