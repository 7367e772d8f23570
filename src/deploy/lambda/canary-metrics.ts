import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CURRENT_ALIAS } from '../../project/index.js';
import type { Destination } from './functions.js';

/** CloudWatch's counts of the calls that one version got through the alias. */
export interface VersionMetrics {
  readonly calls: number;
  readonly errors: number;
  /** Milliseconds of all calls together, without initializations. */
  readonly duration: number;
}

export interface CanaryMetrics {
  readonly destination: Destination;
  readonly before: VersionMetrics;
  readonly after: VersionMetrics;
}

const PERIOD_SECONDS = 60;
const METRICS = { calls: 'Invocations', errors: 'Errors', duration: 'Duration' } as const;
const VERSIONS = ['before', 'after'] as const;
/** GetMetricData accepts no more queries than this. */
const MOST_QUERIES = 500;

/** Reads the metrics of both versions of every function, from the minute of `start` to `end`. */
export async function readCanaryMetrics(
  cloudwatch: CloudWatchClient,
  destinations: readonly Destination[],
  { start, end, signal }: { readonly start: Date; readonly end: Date; readonly signal: AbortSignal },
): Promise<CanaryMetrics[]> {
  // Imported here, so that a deploy without a canary does not load it.
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const queries = destinations.flatMap((destination, index) => queriesOf(destination, index));
  const sums = new Map<string, number>();
  for (let first = 0; first < queries.length; first += MOST_QUERIES) {
    let NextToken: string | undefined;
    do {
      const command = new GetMetricDataCommand({
        MetricDataQueries: queries.slice(first, first + MOST_QUERIES),
        StartTime: minuteOf(start),
        EndTime: end,
        NextToken,
      });
      const page = await cloudwatch.send(command, { abortSignal: signal });
      for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) {
        sums.set(Id, (sums.get(Id) ?? 0) + Values.reduce((total, value) => total + value, 0));
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  return destinations.map((destination, index) => {
    const read = (version: (typeof VERSIONS)[number]): VersionMetrics => {
      const sum = (what: keyof typeof METRICS) => sums.get(`${version}_${what}_${index}`) ?? 0;
      return { calls: sum('calls'), errors: sum('errors'), duration: sum('duration') };
    };
    return { destination, before: read('before'), after: read('after') };
  });
}

function queriesOf({ live, version }: Destination, index: number): MetricDataQuery[] {
  const { deployedName, alias } = live;
  const numbers = { before: alias.FunctionVersion, after: version };
  return VERSIONS.flatMap((which) =>
    Object.entries(METRICS).map(([what, MetricName]) => ({
      Id: `${which}_${what}_${index}`,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [
            { Name: 'FunctionName', Value: deployedName },
            { Name: 'Resource', Value: `${deployedName}:${CURRENT_ALIAS}` },
            { Name: 'ExecutedVersion', Value: numbers[which] },
          ],
        },
        Period: PERIOD_SECONDS,
        Stat: 'Sum',
      },
    })),
  );
}

/** Rounds down to the minute: CloudWatch returns whole periods. */
function minuteOf(date: Date): Date {
  const period = PERIOD_SECONDS * 1000;
  return new Date(Math.floor(date.getTime() / period) * period);
}
