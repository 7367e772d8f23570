import type { Release } from '../../operations/index.js';
import { findStored, storeArtifact } from '../artifact/store.js';
import { claimAliases } from './claim.js';
import type { LambdaAccess } from './functions.js';
import { verifyHandlers } from './handlers.js';
import { readInService } from './in-service.js';
import { planFunctions } from './plan.js';
import { type PruneVersions, pruneVersions } from './prune.js';
import { publishOne, releaseFunctions } from './release.js';
import { rollBackFunctions, verifyWayBack } from './roll-back.js';
import type {
  LiveVersion,
  PrunedVersion,
  ReadyRollback,
  ReadyTarget,
  Target,
  TargetContext,
} from './types.js';
import { verifyAccount, verifyReady } from './verify.js';

/** Lambda functions that are called by an alias: they all take the new version, or all keep the old one. */
export class LambdaTarget implements Target {
  readonly #context: TargetContext;

  constructor(context: TargetContext) {
    this.#context = context;
  }

  verifyAccount(): Promise<void> {
    return verifyAccount(this.#context.clients.sts, this.#context.environment);
  }

  async verify(signal: AbortSignal, busy: 'wait' | 'refuse' = 'wait'): Promise<ReadyTarget> {
    const { clients, environment, project, report } = this.#context;
    const { smokeEvent } = project.deploy;
    const access = this.#access(signal);
    const functions = await verifyReady(this.#context, access, busy);
    return {
      plan: async (artifact) => {
        verifyHandlers(functions, artifact);
        const stored = await findStored(clients.s3, environment, artifact);
        return await planFunctions(access, functions, stored?.sha256 ?? artifact.sha256);
      },
      store: async (artifact) => {
        verifyHandlers(functions, artifact);
        return await storeArtifact(clients.s3, environment, artifact);
      },
      publish: (name, artifact, commit, signal) =>
        publishOne({ functions, artifact, commit, smokeEvent, access: { ...access, signal } }, name),
      release: (artifact, { canary, ...name }, signal) =>
        releaseFunctions({
          ...{ functions, artifact, smokeEvent, report, ...name, access: { ...access, signal } },
          // Asked for by name: the client is loaded only then.
          ...(canary && { canary: { ...canary, cloudwatch: clients.cloudwatch } }),
        }),
    };
  }

  claim(mark: string, signal: AbortSignal): Promise<void> {
    return claimAliases(this.#context, this.#access(signal), mark);
  }

  inService(signal: AbortSignal): Promise<LiveVersion[]> {
    return readInService(this.#context, this.#access(signal));
  }

  async verifyRollback(release: Release, signal: AbortSignal): Promise<ReadyRollback> {
    const ways = await verifyWayBack(this.#context, this.#access(signal), release);
    return {
      run: (id, signal) =>
        rollBackFunctions({ ...this.#context, release: id, access: this.#access(signal) }, ways),
    };
  }

  prune(options: PruneVersions, signal: AbortSignal): Promise<PrunedVersion[]> {
    return pruneVersions(this.#context, this.#access(signal), options);
  }

  #access(signal: AbortSignal): LambdaAccess {
    const { clients, clock } = this.#context;
    return { lambda: clients.lambda, clock, signal };
  }
}
