import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type CanaryMetrics, readCanaryMetrics, type VersionMetrics } from './canary-metrics.js';
import type { LambdaAccess, LiveFunction } from './functions.js';
import type { Destination } from './move.js';
import type { Canary } from './types.js';

/** A canary, and where its metrics are. */
export interface WatchedCanary extends Canary {
  readonly cloudwatch: CloudWatchClient;
}

/** Why a function's new version may not go on, by the function. */
export type Objections = ReadonlyMap<LiveFunction, string>;

const LONGEST_POLL_MILLISECONDS = 10_000;
const POLLS = 10;

/**
 * Watches the new versions while they take their share of the calls. Ends at the first objection.
 *
 * @throws the signal's reason; and what CloudWatch answers when it cannot be asked
 */
export async function watchCanary(
  { cloudwatch, milliseconds }: WatchedCanary,
  { clock, signal }: LambdaAccess,
  destinations: readonly Destination[],
): Promise<{ readonly objections: Objections; readonly calls: number }> {
  const start = clock.now();
  const deadline = start.getTime() + milliseconds;
  const pause = Math.min(LONGEST_POLL_MILLISECONDS, milliseconds / POLLS);
  for (;;) {
    await clock.sleep(Math.max(0, Math.min(pause, deadline - clock.now().getTime())), signal);
    const end = clock.now();
    const metrics = await readCanaryMetrics(cloudwatch, destinations, { start, end, signal });
    const objections = new Map(
      metrics.flatMap((one) => {
        const text = objectionTo(one);
        return text === undefined ? [] : [[one.destination.live, text] as const];
      }),
    );
    const calls = metrics.reduce((total, { after }) => total + after.calls, 0);
    if (objections.size > 0 || end.getTime() >= deadline) return { objections, calls };
  }
}

/** What the new version may fail more often than the old one: a share of its calls. */
const ERROR_MARGIN = 0.01;
/** How much longer the new version may take, and from how many calls of each on it is looked at. */
const SLOWER = { factor: 2, milliseconds: 100, calls: 20 };

/** Why the new version may not go on; undefined when nothing speaks against it. */
export function objectionTo({
  destination,
  before,
  after,
}: Pick<CanaryMetrics, 'before' | 'after'> & {
  readonly destination: Pick<Destination, 'version'>;
}): string | undefined {
  const version = `version ${destination.version}`;
  if (shareOf(after) > shareOf(before) + ERROR_MARGIN) {
    return `${version} failed ${after.errors} of ${after.calls} calls, the version before ${before.errors} of ${before.calls}`;
  }
  const enough = before.calls >= SLOWER.calls && after.calls >= SLOWER.calls;
  if (enough && meanOf(after) > SLOWER.factor * meanOf(before) + SLOWER.milliseconds) {
    return `${version} takes ${Math.round(meanOf(after))} ms on average, the version before ${Math.round(meanOf(before))} ms`;
  }
  return undefined;
}

function shareOf({ errors, calls }: VersionMetrics): number {
  return calls === 0 ? 0 : errors / calls;
}

function meanOf({ duration, calls }: VersionMetrics): number {
  return duration / calls;
}
