import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { Report } from '../../../clock.js';
import { inStep } from '../../../steps.js';
import { AliasMovedError, pointAlias, verifyServing } from './aliases.js';
import { concurrently } from './concurrently.js';
import type { LambdaAccess, LiveFunction } from './functions.js';
import { type Outcomes, reasonOf } from './outcomes.js';

/** A version that an alias is to point at. */
export interface Destination {
  readonly live: LiveFunction;
  readonly version: string;
  /** Of the version's code, base64: Lambda's CodeSha256. */
  readonly sha256: string;
}

export interface Move {
  /** Id in the release log; the aliases tell it. */
  readonly release: string;
  readonly report: Report;
  readonly access: LambdaAccess;
}

interface Moved extends Destination {
  /** As it was when it had moved. */
  readonly alias: AliasConfiguration;
}

/** Points every alias at its version, or none: when one cannot be moved, those that were go back. Then reads them all. */
export async function moveTogether(
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<void> {
  await inStep(move.report, 'Move the aliases', async () => {
    const moved = await moveAll(move, destinations, outcomes);
    if (moved) await verifyAll(move, destinations, outcomes);
  });
}

/** False when nothing may stay moved. */
async function moveAll(
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<boolean> {
  const isMoving = ({ live, version }: Destination) => live.alias.FunctionVersion !== version;
  for (const { live, sha256 } of destinations.filter((one) => !isMoving(one))) {
    outcomes.set(live, 'unchanged', { sha256, ...noReason });
  }

  const { access, report, release } = move;
  const moved: Moved[] = [];
  const results = await concurrently(destinations.filter(isMoving), async (destination) => {
    if (access.signal.aborted) return;
    const { live, version, sha256 } = destination;
    const to = { FunctionVersion: version, Description: `release ${release}` };
    try {
      const alias = await pointAlias(unstoppable(access), live.deployedName, live.alias, to);
      moved.push({ ...destination, alias });
      outcomes.set(live, 'updated', { ...noReason, version, sha256 });
      report(`${live.definition.name}: version ${version} is current`);
    } catch (error) {
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
      report(`${live.definition.name}: failed: ${reasonOf(error)}`);
      throw error;
    }
  });
  const complete = moved.length === results.length;
  if (!complete) await moveAllBack(move, moved, outcomes);
  return complete;
}

async function moveAllBack(move: Move, moved: readonly Moved[], outcomes: Outcomes): Promise<void> {
  const { access, report } = move;
  await concurrently(moved, async ({ live, version, alias }) => {
    const previous = live.alias.FunctionVersion ?? '';
    try {
      await pointAlias(unstoppable(access), live.deployedName, alias, live.alias);
      outcomes.set(live, 'reverted', { version: previous, sha256: undefined });
      report(`${live.definition.name}: back at version ${previous}`);
    } catch (error) {
      const reason = `could not be put back to version ${previous}: ${reasonOf(error)}`;
      const now = error instanceof AliasMovedError ? (error.version ?? version) : version;
      const known = now === version ? {} : { sha256: undefined };
      outcomes.set(live, now === version ? 'updated' : 'failed', { version: now, reason, ...known });
      report(`${live.definition.name}: ${reason}`);
    }
  });
}

async function verifyAll(
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<void> {
  await concurrently(destinations, async (destination) => {
    try {
      await verifyServing(unstoppable(move.access), destination);
    } catch (error) {
      outcomes.set(destination.live, 'failed', { reason: reasonOf(error), sha256: undefined });
    }
  });
}

const noReason = { reason: undefined };

/** Aliases that have begun to move are moved to the end, or back: an interruption may not leave them in between. */
function unstoppable(access: LambdaAccess): LambdaAccess {
  return { ...access, signal: new AbortController().signal };
}
