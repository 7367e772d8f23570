import { SuperbowletoError } from '../../errors.js';
import { inStep } from '../../report.js';
import type { StoredArtifact } from '../artifact/store.js';
import { concurrently } from './concurrently.js';
import type { LambdaAccess, LiveFunction } from './functions.js';
import { type Destination, type Move, moveTogether } from './move.js';
import { Outcomes, reasonOf } from './outcomes.js';
import { publishVersion } from './publish.js';
import type { TargetOutcome } from './types.js';
import { updateLatest } from './update.js';

interface Publishing {
  readonly access: LambdaAccess;
  readonly functions: readonly LiveFunction[];
  readonly artifact: StoredArtifact;
  readonly commit: string;
  readonly smokeEvent: Readonly<Record<string, unknown>> | undefined;
}

type Release = Publishing & Move;

/** A version of one function with the artifact, for whoever calls it by its number. */
export async function publishOne(publishing: Publishing, name: string): Promise<string> {
  const live = publishing.functions.find(({ definition }) => definition.name === name);
  if (live === undefined) throw new SuperbowletoError('NO_FUNCTION', `There is no function ${name}.`);
  return await publish(publishing, live);
}

async function publish(publishing: Publishing, live: LiveFunction): Promise<string> {
  const latest = await updateLatest(publishing.access, live, publishing.artifact);
  return await publishVersion(publishing.access, live, { ...publishing, latest });
}

/**
 * Brings an artifact into service in every function or in none. Traffic sees nothing until each function has its
 * version; then the aliases move together, and when one cannot, those that did go back.
 */
export async function releaseFunctions(release: Release): Promise<TargetOutcome> {
  const outcomes = new Outcomes(release.functions);
  const published = await inStep(release.report, 'Publish a version of every function', () =>
    publishAll(release, outcomes),
  );
  if (published.length === release.functions.length && !release.access.signal.aborted) {
    await moveTogether(release, published, outcomes);
  }
  return outcomes.result();
}

async function publishAll(release: Release, outcomes: Outcomes): Promise<Destination[]> {
  const { functions, artifact, report, access } = release;
  const published: Destination[] = [];
  await concurrently(functions, async (live) => {
    const { name } = live.definition;
    try {
      access.signal.throwIfAborted();
      const version = await publish(release, live);
      published.push({ live, version, sha256: artifact.sha256 });
      outcomes.set(live, 'not-started', { reason: `version ${version} is ready, the alias was not moved` });
      report(`${name}: version ${version} is ready`);
    } catch (error) {
      if (access.signal.aborted) return;
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
      report(`${name}: failed: ${reasonOf(error)}`);
    }
  });
  return published;
}
