import { type Clock, systemClock } from '../clock.js';
import { UsageError } from '../errors.js';
import { listReleases, NEWEST_RELEASES, operationsTable, type Release } from '../operations/index.js';
import { currentUser } from '../process.js';
import type { Report } from '../report.js';
import { type PrunedArtifact, pruneArtifacts } from './artifact/prune.js';
import type { DeployOptions } from './deploy.js';
import { createTarget, type LiveVersion, type PrunedVersion, type Target } from './lambda/types.js';
import { type InUse, inUse } from './release/in-use.js';
import { withReleaseLock } from './release/lock.js';
import type { RecordContext } from './release/record.js';

export interface PruneOptions extends Pick<DeployOptions, 'project' | 'environment' | 'clients' | 'who'> {
  /** How many of the newest complete releases stay; 2 at least. */
  readonly keep: number;
  /** Only tell what would be deleted. */
  readonly dryRun?: boolean;
  readonly clock?: Clock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

export interface PruneResult {
  readonly environment: string;
  readonly keep: number;
  readonly dryRun: boolean;
  /** Complete releases on record, up to `keep`. */
  readonly releases: number;
  readonly versions: readonly PrunedVersion[];
  readonly artifacts: readonly PrunedArtifact[];
  /** Why something was left alone: a sentence each. */
  readonly notes: readonly string[];
}

/** What pruning works with, where the lock of the environment is held. */
export interface PruneContext extends RecordContext, Pick<PruneOptions, 'project' | 'keep'> {
  readonly dryRun: boolean;
}

/** The release in service, and the one that a rollback goes to. */
const FEWEST = 2;

/**
 * Deletes published versions and artifacts that none of the newest complete releases uses. What any alias serves
 * stays, with whatever weight. No deploy runs meanwhile: the same lock keeps them out.
 *
 * One that cannot be deleted is part of the result, not an error.
 *
 * @throws {UsageError} KEEP_TOO_FEW
 * @throws {SuperbowletoError} WRONG_ACCOUNT, OPERATIONS_TABLE_MISSING, LOCK_LOST
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { versions } = await prune({ project, environment, clients: connect(environment), keep: 10, dryRun: true });
 */
export async function prune(options: PruneOptions): Promise<PruneResult> {
  const context: PruneContext = {
    ...options,
    dryRun: options.dryRun ?? false,
    who: options.who ?? currentUser(),
    clock: options.clock ?? systemClock,
    report: options.report ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
  };
  verifyKeep(context.keep);
  const target = createTarget(context);
  // Keys of another account must not even take a lock there.
  await target.verifyAccount();
  if (context.dryRun) return await pruneLocked(context, target);
  return await withReleaseLock(
    { ...context, what: `keeping ${context.keep} releases` },
    target,
    async (signal, lock) => {
      await lock.verifyHeld();
      return await pruneLocked({ ...context, signal }, target);
    },
  );
}

function verifyKeep(keep: number): void {
  if (Number.isInteger(keep) && keep >= FEWEST) return;
  const text = `Keep ${FEWEST} releases at least, not ${keep}: the one in service, and the one that a rollback goes to.`;
  throw new UsageError('KEEP_TOO_FEW', text);
}

/** As `prune`, under a lock that is held already. */
export async function pruneLocked(context: PruneContext, target: Target): Promise<PruneResult> {
  const { project, environment, clients, keep, dryRun, signal } = context;
  const log = await listReleases(operationsTable(context.clients, context.environment), environment.name, {
    limit: NEWEST_RELEASES,
  });
  const used = inUse(log, keep);
  const result = { environment: environment.name, keep, dryRun, releases: used.releases };
  if (used.releases < keep) {
    const text = `${environment.name} has ${used.releases === 1 ? 'one complete release on record, which stays' : `${used.releases} complete releases on record that differ, so that all of them stay`}.`;
    return { ...result, versions: [], artifacts: [], notes: [text] };
  }
  const versions = await target.prune({ inUse: used.versions, dryRun }, signal);
  const shared = sharingBucket(context);
  const notes = shared.map(
    (name) => `Bucket ${environment.bucket} is also that of ${name}: all artifacts stay.`,
  );
  if (shared.length > 0) return { ...result, versions, artifacts: [], notes };
  const artifacts = await pruneArtifacts(clients.s3, environment, {
    service: project.service,
    inUse: artifactsInUse(log, await target.inService(signal), used),
    dryRun,
    signal,
  });
  return { ...result, versions, artifacts, notes };
}

/** Besides those of the newest releases, those of which an alias serves a version. */
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

function sharingBucket({ project, environment }: PruneContext): string[] {
  return Object.values(project.environments)
    .filter(({ name, bucket, account }) => {
      return name !== environment.name && bucket === environment.bucket && account === environment.account;
    })
    .map(({ name }) => name);
}
