import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Clock, type Report, systemClock } from '../clock.js';
import { currentUser, type LockOptions, withLock } from '../operations/index.js';
import type { Environment, Project } from '../project/index.js';
import { type Artifact, packArtifact } from './artifact/artifact.js';
import { createBuild } from './build/build.js';
import { cacheFolder } from './cache.js';
import { recorded } from './record.js';
import type { DeployResult } from './result.js';
import { createScm, type Scm } from './scm/scm.js';
import { createTarget, type Target, type TargetClients } from './target/target.js';
import { withWorkFolder } from './work-folder.js';

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
}

/** `DeployOptions` with nothing left out. */
export interface DeployContext extends Required<DeployOptions> {}

/**
 * Releases one commit to one environment: checked out clean, built by the project's own command, zipped to the same
 * bytes every time, stored once, published in every function, and only then brought into service, everywhere or
 * nowhere. Whatever interrupts it, running it again converges.
 *
 * A function that Lambda fails to update is no error but part of the result, beside all the others: see `state`.
 *
 * @throws {UsageError} REF_INVALID, UNKNOWN_REF, AMBIGUOUS_REF, NO_REPOSITORY, TREE_NOT_SUPPORTED
 * @throws {SuperbowletoError} REPOSITORY_UNREACHABLE, WRONG_ACCOUNT, NOT_READY, BUILD_FAILED, ARTIFACT_…,
 *   OPERATIONS_TABLE_MISSING, LOCK_LOST; nothing is in service then that was not before
 * @throws {LockHeldError} LOCK_HELD
 * @example
 * const { state, functions } = await deploy({ project, environment, ref: 'master', clients: connect(environment) });
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const context: DeployContext = {
    ...options,
    who: options.who ?? currentUser(),
    cache: options.cache ?? cacheFolder(),
    clock: options.clock ?? systemClock,
    report: options.report ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
  };
  const scm = createScm(context.project.scm, context);
  const target = createTarget(context);
  const commit = await scm.resolve(context.ref);
  context.report(`${context.ref} is commit ${commit}`);
  // Keys of another account must not even take a lock there.
  await target.verifyAccount();
  return await withLock(lockOf(context), (signal) =>
    deployLocked({ ...context, signal }, { scm, target, commit }),
  );
}

function lockOf({ clients, environment, who, clock, report, signal }: DeployContext): LockOptions {
  const { name, operationsTable } = environment;
  return {
    dynamodb: clients.dynamodb,
    table: operationsTable,
    environment: name,
    operation: 'deploy',
    holder: who,
    clock,
    report,
    signal,
  };
}

interface Parts {
  readonly scm: Scm;
  readonly target: Target;
  readonly commit: string;
}

async function deployLocked(context: DeployContext, { scm, target, commit }: Parts): Promise<DeployResult> {
  const { environment, ref, report, signal } = context;
  const ready = await target.verify(signal);
  return await recorded(context, commit, async (release) => {
    const artifact = await makeArtifact(context, scm, commit);
    const stored = await ready.store(artifact);
    report(`The artifact is s3://${stored.bucket}/${stored.key}, ${stored.size} bytes`);
    signal.throwIfAborted();
    const outcome = await ready.release(stored, commit, signal);
    return { environment: environment.name, ref, commit, release, artifact: stored, ...outcome };
  });
}

/** Ref to zip, in a folder that is gone afterwards. */
async function makeArtifact(context: DeployContext, scm: Scm, commit: string): Promise<Artifact> {
  const { project, cache } = context;
  const build = createBuild(project.build, context);
  return await withWorkFolder(cache, async (folder) => {
    const tree = await scm.checkout(commit, folder);
    const output = await build.run(tree);
    return await packArtifact(output, { service: project.service, commit, globs: project.deploy.package });
  });
}
