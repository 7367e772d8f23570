import type { Report } from '../../../clock.js';
import type { StoredArtifact } from '../../artifact/store.js';
import type { TargetOutcome } from '../target.js';
import { moveAlias, moveBack, verifyServing } from './aliases.js';
import { concurrently } from './concurrently.js';
import type { LambdaAccess, LiveFunction } from './functions.js';
import { Outcomes, reasonOf } from './outcomes.js';
import { publishVersion } from './publish.js';
import { updateLatest } from './update.js';

interface Release {
  readonly functions: readonly LiveFunction[];
  readonly artifact: StoredArtifact;
  readonly commit: string;
  readonly smokeEvent: Readonly<Record<string, unknown>> | undefined;
  readonly report: Report;
  readonly access: LambdaAccess;
}

interface Published {
  readonly live: LiveFunction;
  readonly version: string;
}

/**
 * Brings an artifact into service in every function or in none. Traffic sees nothing until each function has its
 * version; then the aliases move together, and when one cannot, those that did go back.
 */
export async function releaseFunctions(release: Release): Promise<TargetOutcome> {
  const outcomes = new Outcomes(release.functions);
  const published = await publishAll(release, outcomes);
  if (published.length === release.functions.length && !release.access.signal.aborted) {
    const moved = await moveAll(release, published, outcomes);
    if (moved) await verifyAll(release, published, outcomes);
  }
  return outcomes.result();
}

async function publishAll(release: Release, outcomes: Outcomes): Promise<Published[]> {
  const { functions, artifact, report, access } = release;
  const published: Published[] = [];
  await concurrently(functions, async (live) => {
    const { name } = live.definition;
    try {
      access.signal.throwIfAborted();
      await updateLatest(access, live, artifact);
      const version = await publishVersion(access, live, release);
      published.push({ live, version });
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

/** False when nothing may stay moved. */
async function moveAll(
  release: Release,
  published: readonly Published[],
  outcomes: Outcomes,
): Promise<boolean> {
  const isMoving = ({ live, version }: Published) => live.alias.FunctionVersion !== version;
  for (const { live } of published.filter((one) => !isMoving(one))) outcomes.set(live, 'unchanged', noReason);

  const { access, report } = release;
  const moved: Published[] = [];
  const results = await concurrently(published.filter(isMoving), async ({ live, version }) => {
    if (access.signal.aborted) return;
    try {
      await moveAlias(unstoppable(access), live, version);
      moved.push({ live, version });
      outcomes.set(live, 'updated', { ...noReason, version });
      report(`${live.definition.name}: version ${version} is current`);
    } catch (error) {
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
      report(`${live.definition.name}: failed: ${reasonOf(error)}`);
      throw error;
    }
  });
  const complete = moved.length === results.length;
  if (!complete) await moveAllBack(release, moved, outcomes);
  return complete;
}

async function moveAllBack(release: Release, moved: readonly Published[], outcomes: Outcomes): Promise<void> {
  const { access, report } = release;
  await concurrently(moved, async ({ live }) => {
    const previous = live.alias.FunctionVersion ?? '';
    try {
      await moveBack(unstoppable(access), live);
      outcomes.set(live, 'reverted', { version: previous });
      report(`${live.definition.name}: back at version ${previous}`);
    } catch (error) {
      const reason = `could not be put back to version ${previous}: ${reasonOf(error)}`;
      outcomes.set(live, 'updated', { reason });
      report(`${live.definition.name}: ${reason}`);
    }
  });
}

async function verifyAll(
  release: Release,
  published: readonly Published[],
  outcomes: Outcomes,
): Promise<void> {
  await concurrently(published, async ({ live, version }) => {
    try {
      await verifyServing(unstoppable(release.access), live, version, release.artifact);
    } catch (error) {
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
    }
  });
}

const noReason = { reason: undefined };

/** Aliases that have begun to move are moved to the end, or back: an interruption may not leave them in between. */
function unstoppable(access: LambdaAccess): LambdaAccess {
  return { ...access, signal: new AbortController().signal };
}
