import { storeArtifact } from '../artifact/store.js';
import { verifyHandlers } from './lambda/handlers.js';
import { releaseFunctions } from './lambda/release.js';
import { verifyAccount, verifyReady } from './lambda/verify.js';
import type { ReadyTarget, Target, TargetContext } from './target.js';

/** Lambda functions that are called by an alias: they all take the new version, or all keep the old one. */
export class LambdaTarget implements Target {
  readonly #context: TargetContext;

  constructor(context: TargetContext) {
    this.#context = context;
  }

  verifyAccount(): Promise<void> {
    return verifyAccount(this.#context.clients.sts, this.#context.environment);
  }

  async verify(signal: AbortSignal): Promise<ReadyTarget> {
    const { clients, clock, environment, project, report } = this.#context;
    const { smokeEvent } = project.deploy;
    const access = { lambda: clients.lambda, clock, signal };
    const functions = await verifyReady(this.#context, access);
    return {
      store: async (artifact) => {
        verifyHandlers(functions, artifact);
        return await storeArtifact(clients.s3, environment, artifact);
      },
      release: (artifact, commit, signal) =>
        releaseFunctions({ functions, artifact, commit, smokeEvent, report, access: { ...access, signal } }),
    };
  }
}
