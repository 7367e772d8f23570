import { z } from 'zod';
import { jsonAnswer, jsonError, jsonOperation } from '../aws/protocols.js';
import {
  AwsError,
  notSupported,
  type StageContext,
  type StageRequest,
  type StageResponse,
  type StageService,
} from '../aws/service.js';
import { Metrics } from './metrics.js';
import { statistic } from './statistics.js';

export type { Metric, MetricSink } from './metrics.js';

const queryInput = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
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

/** CloudWatch, as far as the metrics of functions need it: what really ran, in this run of the stage. */
export class CloudWatchService implements StageService {
  readonly scope = 'monitoring';
  readonly metrics: Metrics;

  constructor({ clock }: StageContext) {
    this.metrics = new Metrics(clock);
  }

  async handle(request: StageRequest): Promise<StageResponse> {
    const operation = jsonOperation(request);
    if (operation !== 'GetMetricData') throw notSupported('CloudWatch', operation);
    const parsed = dataInput.safeParse(JSON.parse(request.body.toString('utf8') || '{}'));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const text = `${issue?.path.join('.')}: ${issue?.message}`;
      throw new AwsError('InvalidParameterValueException', 400, text);
    }
    return jsonAnswer(request, this.#data(parsed.data), '1.0');
  }

  encodeError(error: AwsError, request: StageRequest): StageResponse {
    return jsonError(request, error, '1.0');
  }

  async stop(): Promise<void> {}

  #data({ MetricDataQueries, StartTime, EndTime, ScanBy }: DataInput): unknown {
    const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
      const metric = { namespace: Metric.Namespace, name: Metric.MetricName, dimensions };
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
