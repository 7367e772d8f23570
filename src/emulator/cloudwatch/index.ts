import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { jsonAnswer, jsonError, jsonOperation } from '../aws/protocols.js';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
  notSupported,
} from '../aws/service.js';
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

/** CloudWatch, as far as metrics need it: of functions that really ran, and what was put, in this run of the stage. */
export class CloudWatchService implements AwsService {
  readonly scope = 'monitoring';
  readonly metrics: Metrics;

  constructor({ clock }: EmulatorContext) {
    this.metrics = new Metrics(clock);
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const operation = jsonOperation(request);
    if (operation === 'GetMetricData')
      return jsonAnswer(request, this.#data(parse(dataInput, request)), '1.0');
    if (operation !== 'PutMetricData') throw notSupported('CloudWatch', operation);
    for (const { metric, value, time } of samplesOf(parse(putInput, request)))
      this.metrics.record(metric, value, time);
    return jsonAnswer(request, {}, '1.0');
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return jsonError(request, error, '1.0');
  }

  async stop(): Promise<void> {}

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

function parse<Schema extends z.ZodType>(schema: Schema, { body, headers }: AwsRequest): z.infer<Schema> {
  // The SDK compresses what is long.
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const parsed = schema.safeParse(JSON.parse(text.toString('utf8') || '{}'));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('InvalidParameterValueException', 400, `${issue?.path.join('.')}: ${issue?.message}`);
}
