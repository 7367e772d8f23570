import { z } from 'zod';
import type { Metric } from './metrics.js';

export const dimensions = z
  .array(z.object({ Name: z.string().min(1), Value: z.string().min(1) }))
  .max(30)
  .default([]);

/** Accepts single values only. A list of values and a set of statistics are refused. */
export const putInput = z.object({
  Namespace: z.string().regex(/^[^:].*$/),
  MetricData: z
    .array(
      z.strictObject({
        MetricName: z.string().min(1),
        Dimensions: dimensions,
        Value: z.number(),
        /** Epoch seconds. */
        Timestamp: z.number().optional(),
        Unit: z.string().optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

/** Returns the samples of a PutMetricData request. `time` is epoch milliseconds, or undefined for now. */
export function samplesOf({ Namespace, MetricData }: z.infer<typeof putInput>) {
  return MetricData.map(({ MetricName, Dimensions, Value, Timestamp }) => ({
    metric: metricOf(Namespace, MetricName, Dimensions),
    value: Value,
    time: Timestamp === undefined ? undefined : Timestamp * 1000,
  }));
}

export function metricOf(namespace: string, name: string, given: z.infer<typeof dimensions>): Metric {
  return { namespace, name, dimensions: Object.fromEntries(given.map(({ Name, Value }) => [Name, Value])) };
}
