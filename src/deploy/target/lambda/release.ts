import type { StoredArtifact } from '../../artifact/store.js';
import type { TargetOutcome } from '../target.js';
import { concurrently } from './concurrently.js';
import type { LiveFunction } from './functions.js';
import { type Destination, type Move, moveTogether } from './move.js';
import { Outcomes, reasonOf } from './outcomes.js';
import { publishVersion } from './publish.js';
import { updateLatest } from './update.js';

interface Release extends Move {
  readonly functions: readonly LiveFunction[];
  readonly artifact: StoredArtifact;
  readonly commit: string;
  readonly smokeEvent: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Brings an artifact into service in every function or in none. Traffic sees nothing until each function has its
 * version; then the aliases move together, and when one cannot, those that did go back.
 */
export async function releaseFunctions(release: Release): Promise<TargetOutcome> {
  const outcomes = new Outcomes(release.functions);
  const published = await publishAll(release, outcomes);
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
      const latest = await updateLatest(access, live, artifact);
      const version = await publishVersion(access, live, { ...release, latest });
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
