import { z } from 'zod';
import { type JsonInput, type JsonOperation, JsonService } from '../aws/json-service.js';
import { AwsError, type EmulatorContext } from '../aws/service.js';
import { Metrics } from './metrics.js';
import { dimensions, metricOf, putInput, samplesOf } from './put.js';
import { statistic } from './statistics.js';

export type { Metric, MetricSink } from './metrics.js';

const queryInput = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: dimensions,
    }),
    /** Seconds. */
    Period: z.number().int().positive(),
    Stat: z.string(),
  }),
});

/** Times are epoch seconds. */
const dataInput = z.object({
  MetricDataQueries: z.array(queryInput).min(1).max(500),
  StartTime: z.number(),
  EndTime: z.number(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
});

type DataInput = z.infer<typeof dataInput>;

/** CloudWatch metrics: those of functions that ran, and those that a client put, since the emulator started. */
export class CloudWatchService extends JsonService {
  readonly metrics: Metrics;

  constructor({ clock }: EmulatorContext) {
    super('monitoring', 'CloudWatch', '1.0');
    this.metrics = new Metrics(clock);
  }

  protected readonly operations: Readonly<Record<string, JsonOperation>> = {
    GetMetricData: (input) => this.#data(parse(dataInput, input)),
    PutMetricData: (input) => {
      for (const { metric, value, time } of samplesOf(parse(putInput, input)))
        this.metrics.record(metric, value, time);
    },
  };

  #data({ MetricDataQueries, StartTime, EndTime, ScanBy }: DataInput): unknown {
    const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const metric = metricOf(Metric.Namespace, Metric.MetricName, Metric.Dimensions);
      const found = this.metrics.periods(metric, StartTime * 1000, EndTime * 1000, Period * 1000);
      const periods = [...found].sort(([one], [other]) => one - other);
      if (ScanBy === 'TimestampDescending') periods.reverse();
      return {
        Id,
        Label: Metric.MetricName,
        Timestamps: periods.map(([begin]) => begin / 1000),
        Values: periods.map(([, values]) => statistic(Stat, values)),
        StatusCode: 'Complete',
      };
    });
    return { MetricDataResults, Messages: [] };
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, input: JsonInput): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('InvalidParameterValueException', 400, `${issue?.path.join('.')}: ${issue?.message}`);
}
