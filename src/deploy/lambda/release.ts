import { SuperbowletoError } from '../../errors.js';
import { inStep } from '../../report.js';
import type { StoredArtifact } from '../artifact/store.js';
import type { DeployContext, EnvironmentContext } from '../context.js';
import type { ReleaseOutcome } from '../release/result.js';
import { concurrently } from './concurrently.js';
import { type Destination, type LiveFunction, lambdaAccess } from './functions.js';
import { moveAliases } from './move.js';
import { Outcomes, reasonOf } from './outcomes.js';
import { publishVersion } from './publish.js';
import { updateLatest } from './update.js';

/** What the functions become. */
export interface NewCode {
  readonly artifact: StoredArtifact;
  /** Forty characters. */
  readonly commit: string;
}

/**
 * Publishes a version of one function that can be called by its number, and is not in service.
 *
 * @param name as the project file has it
 * @returns the version's number
 * @throws {SuperbowletoError} NO_FUNCTION, FUNCTION_FAILED, FUNCTION_TOO_SLOW, LATEST_CHANGED, NO_VERSION, SMOKE_FAILED
 */
export async function publishOne(
  context: EnvironmentContext,
  functions: readonly LiveFunction[],
  name: string,
  code: NewCode,
): Promise<string> {
  const live = functions.find(({ definition }) => definition.name === name);
  if (live === undefined) throw new SuperbowletoError('NO_FUNCTION', `There is no function ${name}.`);
  return await publish(context, live, code);
}

async function publish(context: EnvironmentContext, live: LiveFunction, code: NewCode): Promise<string> {
  const access = lambdaAccess(context);
  const { smokeEvent } = context.project.deploy;
  const latest = await updateLatest(access, live, code.artifact);
  return await publishVersion(access, live, { ...code, latest, smokeEvent });
}

/**
 * Brings new code into service in every function or in none: publishes a version of each, then moves the aliases
 * together. No call reaches a new version before all of them are published. A failure is part of the result. After
 * the signal aborts, puts back what was changed.
 *
 * @param code.release id in the release log
 */
export async function releaseFunctions(
  context: Pick<DeployContext, keyof EnvironmentContext | 'canary'>,
  functions: readonly LiveFunction[],
  code: NewCode & { readonly release: string },
): Promise<ReleaseOutcome> {
  const { report, clients, canary, signal } = context;
  const outcomes = new Outcomes(functions);
  const published = await inStep(report, 'Publish a version of every function', () =>
    publishAll(context, functions, code, outcomes),
  );
  if (published.length === functions.length && !signal.aborted) {
    const move = {
      ...{ release: code.release, report, access: lambdaAccess(context) },
      // Only with a canary: reading `clients.cloudwatch` loads that client.
      ...(canary && { canary: { ...canary, cloudwatch: clients.cloudwatch } }),
    };
    await moveAliases(move, published, outcomes);
  }
  return outcomes.result();
}

async function publishAll(
  context: EnvironmentContext,
  functions: readonly LiveFunction[],
  code: NewCode,
  outcomes: Outcomes,
): Promise<Destination[]> {
  const { report, signal } = context;
  const published: Destination[] = [];
  await concurrently(functions, async (live) => {
    const { name } = live.definition;
    try {
      signal.throwIfAborted();
      const version = await publish(context, live, code);
      published.push({ live, version, sha256: code.artifact.sha256 });
      outcomes.set(live, 'not-started', { reason: `version ${version} is ready, the alias was not moved` });
      report(`${name}: version ${version} is ready`);
    } catch (error) {
      if (signal.aborted) return;
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
      report(`${name}: failed: ${reasonOf(error)}`);
    }
  });
  return published;
}
