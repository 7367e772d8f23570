import type { Report } from '../../../clock.js';
import { moveAlias, moveBack, verifyServing } from './aliases.js';
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
  readonly report: Report;
  readonly access: LambdaAccess;
}

/** Points every alias at its version, or none: when one cannot be moved, those that were go back. Then reads them all. */
export async function moveTogether(
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<void> {
  const moved = await moveAll(move, destinations, outcomes);
  if (moved) await verifyAll(move, destinations, outcomes);
}

/** False when nothing may stay moved. */
async function moveAll(
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<boolean> {
  const isMoving = ({ live, version }: Destination) => live.alias.FunctionVersion !== version;
  for (const { live } of destinations.filter((one) => !isMoving(one)))
    outcomes.set(live, 'unchanged', noReason);

  const { access, report } = move;
  const moved: LiveFunction[] = [];
  const results = await concurrently(destinations.filter(isMoving), async ({ live, version }) => {
    if (access.signal.aborted) return;
    try {
      await moveAlias(unstoppable(access), live, version);
      moved.push(live);
      outcomes.set(live, 'updated', { ...noReason, version });
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

async function moveAllBack(move: Move, moved: readonly LiveFunction[], outcomes: Outcomes): Promise<void> {
  const { access, report } = move;
  await concurrently(moved, async (live) => {
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
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<void> {
  await concurrently(destinations, async (destination) => {
    try {
      await verifyServing(unstoppable(move.access), destination);
    } catch (error) {
      outcomes.set(destination.live, 'failed', { reason: reasonOf(error) });
    }
  });
}

const noReason = { reason: undefined };

/** Aliases that have begun to move are moved to the end, or back: an interruption may not leave them in between. */
function unstoppable(access: LambdaAccess): LambdaAccess {
  return { ...access, signal: new AbortController().signal };
}
