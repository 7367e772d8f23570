import type { Clock } from '../../clock.js';

/** Receives the metrics of the other services. */
export interface MetricSink {
  /** @param time epoch milliseconds; defaults to now */
  record(metric: Metric, value: number, time?: number): void;
}

export interface Metric {
  /** `AWS/Lambda` */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface Sample {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly value: number;
}

/** Milliseconds after which a sample is dropped. */
const RETENTION = 60 * 60 * 1000;

/** Keeps the samples of the last hour in memory. */
export class Metrics implements MetricSink {
  readonly #clock: Clock;
  readonly #samples = new Map<string, Sample[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  record(metric: Metric, value: number, at?: number): void {
    const now = this.#clock.now().getTime();
    const time = at ?? now;
    const samples = this.#samples.get(keyOf(metric)) ?? [];
    while (samples[0] && samples[0].time < now - RETENTION) samples.shift();
    samples.push({ time, value });
    this.#samples.set(keyOf(metric), samples);
  }

  /**
   * Groups the values from `start` (inclusive) to `end` (exclusive) by the start of their period, in recording order.
   *
   * @param start epoch milliseconds, as `end`
   * @param period milliseconds
   */
  periods(metric: Metric, start: number, end: number, period: number): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (const { time, value } of this.#samples.get(keyOf(metric)) ?? []) {
      if (time < start || time >= end) continue;
      const begin = Math.floor(time / period) * period;
      found.set(begin, [...(found.get(begin) ?? []), value]);
    }
    return found;
  }
}

/** Two metrics are the same only if all their dimensions are equal. */
function keyOf({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}
