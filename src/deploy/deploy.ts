import { hostname } from 'node:os';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Clock, type Report, systemClock } from '../clock.js';
import { currentUser, withLock } from '../operations/index.js';
import type { Environment, Project } from '../project/index.js';
import { type Artifact, packArtifact } from './artifact/artifact.js';
import { createBuild } from './build/build.js';
import { cacheFolder } from './cache.js';
import { recorded } from './record.js';
import type { DeployResult } from './result.js';
import { createScm, type Scm } from './scm/scm.js';
import { createTarget, type TargetClients } from './target/target.js';
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
  const { project, environment, clients, who, ref, report } = context;
  const scm = createScm(project.scm, context);
  const target = createTarget(context);
  const commit = await scm.resolve(ref);
  report(`${ref} is commit ${commit}`);
  await target.verifyAccount();

  const place = { dynamodb: clients.dynamodb, table: environment.operationsTable };
  const lock = {
    ...context,
    ...place,
    environment: environment.name,
    operation: 'deploy',
    holder: who,
  } as const;
  return await withLock(lock, async (signal) => {
    const ready = await target.verify(signal);
    const request = { environment: environment.name, who, host: hostname(), ref, commit };
    return await recorded(
      place,
      request,
      context,
      async (release) => {
        const artifact = await makeArtifact({ ...context, signal }, scm, commit);
        const stored = await ready.store(artifact);
        report(`The artifact is s3://${stored.bucket}/${stored.key}, ${stored.size} bytes`);
        signal.throwIfAborted();
        const outcome = await ready.release(stored, commit, signal);
        return { environment: environment.name, ref, commit, release, artifact: stored, ...outcome };
      },
      signal,
    );
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
