import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type CanaryMetrics, readCanaryMetrics, type VersionMetrics } from './canary-metrics.js';
import type { Destination, LambdaAccess, LiveFunction } from './functions.js';
import type { Canary } from './types.js';

/** A canary, and the client that reads its metrics. */
export interface WatchedCanary extends Canary {
  readonly cloudwatch: CloudWatchClient;
}

/** Why a function's new version is worse than the one before, by function. */
export type Regressions = ReadonlyMap<LiveFunction, string>;

const LONGEST_POLL_MILLISECONDS = 10_000;
const POLLS = 10;

/**
 * Watches the new versions while they take their share of the calls. Returns when the time is over, or at the first
 * regression.
 *
 * @throws the signal's reason; any error of CloudWatch
 */
export async function watchCanary(
  { cloudwatch, milliseconds }: WatchedCanary,
  { clock, signal }: LambdaAccess,
  destinations: readonly Destination[],
): Promise<{ readonly regressions: Regressions; readonly calls: number }> {
  const start = clock.now();
  const deadline = start.getTime() + milliseconds;
  const pause = Math.min(LONGEST_POLL_MILLISECONDS, milliseconds / POLLS);
  for (;;) {
    await clock.sleep(Math.max(0, Math.min(pause, deadline - clock.now().getTime())), signal);
    const end = clock.now();
    const metrics = await readCanaryMetrics(cloudwatch, destinations, { start, end, signal });
    const regressions = new Map(
      metrics.flatMap((one) => {
        const text = regressionOf(one);
        return text === undefined ? [] : [[one.destination.live, text] as const];
      }),
    );
    const calls = metrics.reduce((total, { after }) => total + after.calls, 0);
    if (regressions.size > 0 || end.getTime() >= deadline) return { regressions, calls };
  }
}

/** How much more often the new version may fail than the old one, as a share of its calls. */
const ERROR_MARGIN = 0.01;
/** The new version may take `factor` times as long plus `milliseconds`. Checked once both versions have had this many calls. */
const SLOWER = { factor: 2, milliseconds: 100, calls: 20 };

/** Says why the new version is worse than the one before; undefined when it is not. */
export function regressionOf({
  destination,
  before,
  after,
}: Pick<CanaryMetrics, 'before' | 'after'> & {
  readonly destination: Pick<Destination, 'version'>;
}): string | undefined {
  const version = `version ${destination.version}`;
  if (errorRate(after) > errorRate(before) + ERROR_MARGIN) {
    return `${version} failed ${after.errors} of ${after.calls} calls, the version before ${before.errors} of ${before.calls}`;
  }
  const enough = before.calls >= SLOWER.calls && after.calls >= SLOWER.calls;
  if (enough && meanDuration(after) > SLOWER.factor * meanDuration(before) + SLOWER.milliseconds) {
    return `${version} takes ${Math.round(meanDuration(after))} ms on average, the version before ${Math.round(meanDuration(before))} ms`;
  }
  return undefined;
}

function errorRate({ errors, calls }: VersionMetrics): number {
  return calls === 0 ? 0 : errors / calls;
}

function meanDuration({ duration, calls }: VersionMetrics): number {
  return duration / calls;
}
