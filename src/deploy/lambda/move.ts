import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { Report } from '../../report.js';
import { inStep } from '../../report.js';
import {
  AliasDiffersError,
  AliasMovedError,
  AliasUnknownError,
  type Pointing,
  pointAlias,
  verifyServing,
} from './aliases.js';
import { type WatchedCanary, watchCanary } from './canary.js';
import { concurrently } from './concurrently.js';
import { type LambdaAccess, type LiveFunction, readAlias } from './functions.js';
import { type Outcomes, reasonOf } from './outcomes.js';
import { unstoppable } from './patiently.js';

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
  /** Left out: all calls at once. */
  readonly canary?: WatchedCanary | undefined;
}

/** The aliases that have been changed, as they are now; undefined where it is not known whether they have. */
type Changed = Map<LiveFunction, AliasConfiguration | undefined>;

/**
 * Points every alias at its version, or none: when one cannot be moved, those that were go back. Then reads them all.
 * With a canary they give the new versions a share of the calls first, and go back when these do worse.
 */
export async function moveTogether(
  move: Move,
  destinations: readonly Destination[],
  outcomes: Outcomes,
): Promise<void> {
  for (const { live, sha256 } of destinations.filter((one) => !isMoving(one))) {
    outcomes.set(live, 'unchanged', { sha256, ...noReason });
  }
  const moving = destinations.filter(isMoving);
  const changed: Changed = new Map();
  const moved =
    (await passCanary(move, moving, changed, outcomes)) &&
    (await inStep(move.report, 'Move the aliases', () => moveAll(move, moving, changed, outcomes)));
  if (moved) await inStep(move.report, 'Read them back', () => verifyAll(move, destinations, outcomes));
  else await putAllBack(move, moving, changed, outcomes);
}

/** An alias that gives a share of its calls to another version was left so by a canary that was cut off. */
function isMoving({ live: { alias }, version }: Destination): boolean {
  const weights = alias.RoutingConfig?.AdditionalVersionWeights ?? {};
  return alias.FunctionVersion !== version || Object.keys(weights).length > 0;
}

function moveAll(
  move: Move,
  moving: readonly Destination[],
  changed: Changed,
  outcomes: Outcomes,
): Promise<boolean> {
  return pointAll(move, moving, changed, outcomes, {
    to: ({ version }) => ({ FunctionVersion: version }),
    done: ({ live, version, sha256 }) => {
      outcomes.set(live, 'updated', { ...noReason, version, sha256 });
      move.report(`${live.definition.name}: version ${version} is current`);
    },
  });
}

/** False when the new versions may not have all of the calls. */
async function passCanary(
  move: Move,
  moving: readonly Destination[],
  changed: Changed,
  outcomes: Outcomes,
): Promise<boolean> {
  const { canary, report, access } = move;
  // An alias that only has its share taken back has no other version to try.
  const tried = moving.filter(({ live, version }) => live.alias.FunctionVersion !== version);
  if (canary === undefined || tried.length === 0) return true;
  const isShared = await pointAll(move, tried, changed, outcomes, {
    to: ({ live, version }) => ({
      FunctionVersion: live.alias.FunctionVersion,
      RoutingConfig: { AdditionalVersionWeights: { [version]: canary.percent / 100 } },
    }),
  });
  if (!isShared) return false;
  report(`Every new version takes ${canary.percent} % of the calls, for ${canary.milliseconds / 1000} s`);
  try {
    const { objections, calls } = await inStep(report, 'Watch the new versions', () =>
      watchCanary(canary, access, tried),
    );
    for (const [live, reason] of objections) {
      outcomes.set(live, 'failed', { reason });
      report(`${live.definition.name}: ${reason}`);
    }
    if (objections.size > 0) return false;
    report(calls === 0 ? NO_CALLS : `The new versions have taken ${calls} calls, and may have them all`);
    return true;
  } catch (error) {
    if (access.signal.aborted) return false;
    const reason = `the canary could not be watched: ${reasonOf(error)}`;
    for (const { live } of tried) outcomes.set(live, 'failed', { reason });
    report(`Going back: ${reason}`);
    return false;
  }
}

const NO_CALLS = 'No call has come to the new versions, so that nothing speaks against them';

/** False when not all of them point there. */
async function pointAll(
  move: Move,
  destinations: readonly Destination[],
  changed: Changed,
  outcomes: Outcomes,
  how: {
    readonly to: (destination: Destination) => Pointing;
    readonly done?: (destination: Destination) => void;
  },
): Promise<boolean> {
  const { access, report } = move;
  const pointOne = async (destination: Destination): Promise<void> => {
    access.signal.throwIfAborted();
    const { live } = destination;
    const from = changed.get(live) ?? live.alias;
    const pointing = { ...how.to(destination), Description: markOf(move) };
    try {
      changed.set(live, await pointAlias(access, live.deployedName, from, pointing));
      how.done?.(destination);
    } catch (error) {
      if (access.signal.aborted && error === access.signal.reason) throw error;
      if (error instanceof AliasUnknownError) changed.set(live, undefined);
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
      report(`${live.definition.name}: failed: ${reasonOf(error)}`);
      throw error;
    }
  };
  const results = await concurrently(destinations, pointOne, allAtOnce(destinations));
  return results.every(({ status }) => status === 'fulfilled');
}

async function putAllBack(
  move: Move,
  destinations: readonly Destination[],
  changed: Changed,
  outcomes: Outcomes,
): Promise<void> {
  const putOneBack = async (destination: Destination): Promise<void> => {
    const { live, version } = destination;
    if (!changed.has(live)) return;
    const from = changed.get(live) ?? (await readOnce(move, live));
    if (from === undefined) {
      // Not known to be as before: the way out has to be told, which is to deploy again.
      const reason = `may be at version ${version}: it could not be read`;
      outcomes.set(live, 'updated', { version, sha256: undefined, reason });
      move.report(`${live.definition.name}: ${reason}`);
    } else if (from.Description === markOf(move)) {
      await putBack(move, destination, from, outcomes);
    }
  };
  await concurrently(destinations, putOneBack, allAtOnce(destinations));
}

/** While aliases move one by one functions differ: they are not made to wait for each other. */
function allAtOnce({ length }: readonly Destination[]): number {
  return length;
}

/** By it this release's own write is known again. */
function markOf({ release }: Move): string {
  return `release ${release}`;
}

async function readOnce(
  { access }: Move,
  { deployedName }: LiveFunction,
): Promise<AliasConfiguration | undefined> {
  return await readAlias(unstoppable(access), deployedName).catch(() => undefined);
}

async function putBack(
  { access, report }: Move,
  { live, version }: Destination,
  from: AliasConfiguration,
  outcomes: Outcomes,
): Promise<void> {
  const previous = live.alias.FunctionVersion ?? '';
  try {
    await pointAlias(unstoppable(access), live.deployedName, from, live.alias);
    outcomes.putBack(live, previous);
    report(`${live.definition.name}: back at version ${previous}`);
  } catch (error) {
    const reason = `could not be put back to version ${previous}: ${reasonOf(error)}`;
    const now = error instanceof AliasMovedError ? error.version : version;
    const isNew = now === version;
    outcomes.set(live, isNew ? 'updated' : 'failed', {
      ...(now === undefined ? {} : { version: now }),
      ...(isNew ? {} : { sha256: undefined }),
      reason,
    });
    report(`${live.definition.name}: ${reason}`);
  }
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
      if (!(error instanceof AliasDiffersError)) {
        // Lambda has said where it points; an answer that does not come now takes nothing back.
        const { name } = destination.live.definition;
        return move.report(`Warning: ${name} could not be read back: ${reasonOf(error)}`);
      }
      outcomes.set(destination.live, 'failed', { reason: reasonOf(error), sha256: undefined });
    }
  });
}

const noReason = { reason: undefined };
