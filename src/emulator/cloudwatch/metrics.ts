import type { Clock } from '../../clock.js';

/** What a service tells of itself, as CloudWatch keeps it. */
export interface MetricSink {
  /** @param time epoch milliseconds; now when left out */
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

/** Milliseconds for which a sample is kept. */
const KEPT = 60 * 60 * 1000;

/** The samples of the last hour, of this run of the stage. */
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
    while (samples[0] && samples[0].time < now - KEPT) samples.shift();
    samples.push({ time, value });
    this.#samples.set(keyOf(metric), samples);
  }

  /** The values from `start` to before `end` (epoch milliseconds), by the beginning of their period, oldest first. */
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

/** Only a metric with exactly these dimensions is the same one. */
function keyOf({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}
