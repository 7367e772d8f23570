import type { MetricSink } from '../../cloudwatch/index.js';
import type { Target } from '../model.js';

/**
 * Records the metrics of one invocation.
 *
 * @param invocation `duration` in milliseconds, without initialization
 */
export function recordInvocation(
  metrics: MetricSink,
  target: Target,
  { failed, duration }: { readonly failed: boolean; readonly duration: number },
): void {
  for (const dimensions of dimensionsOf(target)) {
    const record = (name: string, value: number) =>
      metrics.record({ namespace: 'AWS/Lambda', name, dimensions }, value);
    record('Invocations', 1);
    record('Errors', failed ? 1 : 0);
    record('Duration', duration);
  }
}

/** Lambda reports the version that ran only if an alias distributes calls between two versions. */
function dimensionsOf({ record, qualifier, version }: Target): Record<string, string>[] {
  const FunctionName = record.name;
  if (qualifier === undefined) return [{ FunctionName }, { FunctionName, Resource: FunctionName }];
  const Resource = `${FunctionName}:${qualifier}`;
  const weights = record.aliases[qualifier]?.weights ?? {};
  const isWeighted = Object.keys(weights).length > 0;
  return [
    { FunctionName },
    { FunctionName, Resource },
    ...(isWeighted ? [{ FunctionName, Resource, ExecutedVersion: version.version }] : []),
  ];
}
