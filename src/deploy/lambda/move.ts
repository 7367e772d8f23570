import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { inStep, type Report } from '../../report.js';
import {
  AliasDiffersError,
  AliasMovedError,
  type AliasSetting,
  AliasUnknownError,
  setAlias,
  verifyServing,
} from './aliases.js';
import { type WatchedCanary, watchCanary } from './canary.js';
import { concurrently } from './concurrently.js';
import { type Destination, type LambdaAccess, type LiveFunction, readAlias } from './functions.js';
import { type Outcomes, reasonOf } from './outcomes.js';
import { uninterrupted } from './retry-throttled.js';

export interface Move {
  /** Id in the release log. Marks the aliases that this release moved, so that only those are moved back. */
  readonly release: string;
  readonly report: Report;
  readonly access: LambdaAccess;
  /** Left out: the new versions get all calls at once. */
  readonly canary?: WatchedCanary | undefined;
}

/** The aliases that were changed, as they are now; undefined where it is not known whether the alias was changed. */
type Changed = Map<LiveFunction, AliasConfiguration | undefined>;

/**
 * Points every alias at its version, or none. When one cannot be moved, moves the others back. Then reads all of them
 * back. With a canary, sends the new versions a share of the calls first, and moves back when they do worse.
 *
 * @param outcomes gets what happened to each function
 */
export async function moveAliases(
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

/** Returns whether the alias has to change. One that sends a share elsewhere has to: a killed canary left it so. */
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
  return setAll(move, moving, changed, outcomes, {
    to: ({ version }) => ({ FunctionVersion: version }),
    done: ({ live, version, sha256 }) => {
      outcomes.set(live, 'updated', { ...noReason, version, sha256 });
      move.report(`${live.definition.name}: version ${version} is current`);
    },
  });
}

/** Returns whether the new versions may get all calls. */
async function passCanary(
  move: Move,
  moving: readonly Destination[],
  changed: Changed,
  outcomes: Outcomes,
): Promise<boolean> {
  const { canary, report, access } = move;
  // An alias that only loses a left-over share has no new version to test.
  const tested = moving.filter(({ live, version }) => live.alias.FunctionVersion !== version);
  if (canary === undefined || tested.length === 0) return true;
  const isShared = await setAll(move, tested, changed, outcomes, {
    to: ({ live, version }) => ({
      FunctionVersion: live.alias.FunctionVersion,
      RoutingConfig: { AdditionalVersionWeights: { [version]: canary.percent / 100 } },
    }),
  });
  if (!isShared) return false;
  report(`Every new version takes ${canary.percent} % of the calls, for ${canary.milliseconds / 1000} s`);
  try {
    const { regressions, calls } = await inStep(report, 'Watch the new versions', () =>
      watchCanary(canary, access, tested),
    );
    for (const [live, reason] of regressions) {
      outcomes.set(live, 'failed', { reason });
      report(`${live.definition.name}: ${reason}`);
    }
    if (regressions.size > 0) return false;
    report(calls === 0 ? NO_CALLS : `The new versions have taken ${calls} calls, and may have them all`);
    return true;
  } catch (error) {
    if (access.signal.aborted) return false;
    const reason = `the canary could not be watched: ${reasonOf(error)}`;
    for (const { live } of tested) outcomes.set(live, 'failed', { reason });
    report(`Going back: ${reason}`);
    return false;
  }
}

const NO_CALLS = 'No call has come to the new versions, so that nothing speaks against them';

/** Sets the alias of every destination. Returns false unless all of them are set. */
async function setAll(
  move: Move,
  destinations: readonly Destination[],
  changed: Changed,
  outcomes: Outcomes,
  how: {
    readonly to: (destination: Destination) => AliasSetting;
    readonly done?: (destination: Destination) => void;
  },
): Promise<boolean> {
  const { access, report } = move;
  const setOne = async (destination: Destination): Promise<void> => {
    access.signal.throwIfAborted();
    const { live } = destination;
    const from = changed.get(live) ?? live.alias;
    const setting = { ...how.to(destination), Description: markOf(move) };
    try {
      changed.set(live, await setAlias(access, live.deployedName, from, setting));
      how.done?.(destination);
    } catch (error) {
      if (access.signal.aborted && error === access.signal.reason) throw error;
      if (error instanceof AliasUnknownError) changed.set(live, undefined);
      outcomes.set(live, 'failed', { reason: reasonOf(error) });
      report(`${live.definition.name}: failed: ${reasonOf(error)}`);
      throw error;
    }
  };
  const results = await concurrently(destinations, setOne, allAtOnce(destinations));
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
      // The alias may have been moved. `updated` makes the state mixed, which tells the caller to deploy again.
      const reason = `may be at version ${version}: it could not be read`;
      outcomes.set(live, 'updated', { version, sha256: undefined, reason });
      move.report(`${live.definition.name}: ${reason}`);
    } else if (from.Description === markOf(move)) {
      await putBack(move, destination, from, outcomes);
    }
  };
  await concurrently(destinations, putOneBack, allAtOnce(destinations));
}

/** Functions differ until the last alias has moved, so that none waits for another. */
function allAtOnce({ length }: readonly Destination[]): number {
  return length;
}

function markOf({ release }: Move): string {
  return `release ${release}`;
}

async function readOnce(
  { access }: Move,
  { deployedName }: LiveFunction,
): Promise<AliasConfiguration | undefined> {
  return await readAlias(uninterrupted(access), deployedName).catch(() => undefined);
}

async function putBack(
  { access, report }: Move,
  { live, version }: Destination,
  from: AliasConfiguration,
  outcomes: Outcomes,
): Promise<void> {
  const previous = live.alias.FunctionVersion ?? '';
  try {
    await setAlias(uninterrupted(access), live.deployedName, from, live.alias);
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
      await verifyServing(uninterrupted(move.access), destination);
    } catch (error) {
      if (!(error instanceof AliasDiffersError)) {
        // Lambda has confirmed the move already, so that a failed read does not undo it.
        const { name } = destination.live.definition;
        return move.report(`Warning: ${name} could not be read back: ${reasonOf(error)}`);
      }
      outcomes.set(destination.live, 'failed', { reason: reasonOf(error), sha256: undefined });
    }
  });
}

const noReason = { reason: undefined };
