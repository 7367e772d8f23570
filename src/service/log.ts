type Value = string | number | boolean | null | undefined | readonly string[];

export type Fields = Readonly<Record<string, Value>>;

/** The request that a line is about. A caller's report names one id, and API Gateway's own log the other. */
export interface RequestIds {
  /** The caller's X-Request-Id or, without one, API Gateway's id. */
  readonly request_id: string | null;
  /** Undefined outside API Gateway. */
  readonly gateway_request_id?: string | undefined;
}

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
  const line: Record<string, unknown> = { time: now.toISOString(), event };
  for (const name in fields) line[name] = fields[name];
  const names = Object.keys(metrics);
  if (names.length === 0) {
    write(JSON.stringify(line));
    return;
  }
  line.environment = environment;
  for (const name of names) line[name] = metrics[name]?.value;
  write(
    `${JSON.stringify(line).slice(0, -1)},"_aws":{"Timestamp":${now.getTime()},"CloudWatchMetrics":${directiveOf(names, fields, metrics)}}}`,
  );
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Read once: reading a variable of the process costs more than a short line. */
const environment = process.env.ENVIRONMENT ?? '';
/** The directive of each set of metrics, as JSON. There are as many as events with metrics. */
const directives = new Map<string, string>();

/** Returns the JSON that says which members of a line are metrics, their units and their dimensions. */
function directiveOf(names: readonly string[], fields: Fields, metrics: Metrics): string {
  const hasIssuer = 'issuer' in fields;
  const set = `${hasIssuer} ${names.join(' ')}`;
  const known = directives.get(set);
  if (known !== undefined) return known;
  const directive = JSON.stringify([
    {
      Namespace: NAMESPACE,
      Dimensions: [['environment'], ...(hasIssuer ? [['environment', 'issuer']] : [])],
      Metrics: names.map((name) => ({ Name: name, Unit: metrics[name]?.unit })),
    },
  ]);
  directives.set(set, directive);
  return directive;
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
