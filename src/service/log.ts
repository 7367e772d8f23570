type Value = string | number | boolean | null | undefined | readonly string[];

export type Fields = Readonly<Record<string, Value>>;

/** Units as CloudWatch names them. */
export type Metrics = Readonly<
  Record<string, { readonly value: number; readonly unit: 'Count' | 'Milliseconds' | 'Percent' | 'Seconds' }>
>;

const NAMESPACE = 'superbowleto';

/**
 * Writes one JSON line for CloudWatch Logs. Fields hold names, ids, states and times. They never hold a body, a
 * person's name or document, a query string or a secret.
 *
 * Metrics go into the same line in CloudWatch's embedded metric format, which needs no call to CloudWatch. Each metric
 * is counted for the environment, and for the issuer too if the fields name one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function log(event: string, fields: Fields = {}, metrics: Metrics = {}): void {
  const now = new Date();
  const line = { time: now.toISOString(), event, ...fields, ...embedded(now, fields, metrics) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function embedded(now: Date, fields: Fields, metrics: Metrics): Record<string, unknown> {
  const entries = Object.entries(metrics);
  if (entries.length === 0) return {};
  return {
    environment: process.env.ENVIRONMENT ?? '',
    ...Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['environment'], ...('issuer' in fields ? [['environment', 'issuer']] : [])],
          Metrics: entries.map(([name, { unit }]) => ({ Name: name, Unit: unit })),
        },
      ],
    },
  };
}

/** Returns a metric that counts. */
export function count(value = 1): Metrics[string] {
  return { value, unit: 'Count' };
}

/**
 * Returns what the log may say of an error: its name, code and stack frames. Its message may quote a person's data:
 * that of the failed statement (PostgreSQL) or of the text that did not parse (JSON).
 */
export function describeFailure(error: unknown): Readonly<Record<string, Value>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, constraint, syscall } = error as { code?: string; constraint?: string; syscall?: string };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    code,
    constraint,
    syscall,
    cause: error.cause instanceof Error ? error.cause.name : undefined,
    at: frames.slice(0, 5).map((frame) => frame.trim()),
  };
}
