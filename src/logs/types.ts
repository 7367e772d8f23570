import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../clock.js';
import type { Report } from '../report.js';

/** A function whose log is to be read. */
export interface LogSource {
  /** Its name in superbowleto.yml. */
  readonly name: string;
  /** `/aws/lambda/<deployed name>` */
  readonly group: string;
  /** Reads only this Lambda version; all versions when left out. */
  readonly version?: string;
}

/** One log event. */
export interface LogLine {
  /** Its name in superbowleto.yml. */
  readonly function: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The text that was logged, without its last line break. */
  readonly message: string;
  /** Lambda version that logged it; left out when the stream's name does not contain it. */
  readonly version?: string;
  readonly stream: string;
  /** CloudWatch's id, unique for each event. */
  readonly id: string;
}

export interface LogQuery {
  readonly logs: CloudWatchLogsClient;
  readonly sources: readonly LogSource[];
  /** The time of the first events. */
  readonly since: Date;
  /** Text that a line contains, or a filter pattern of CloudWatch; see `filterPattern`. */
  readonly filter?: string | undefined;
  readonly clock?: Clock;
  /** Receives a line for each function without a log, and when CloudWatch does not answer. */
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

/** `LogQuery` with its defaults filled in. */
export interface LogContext extends Required<Omit<LogQuery, 'filter'>> {
  readonly filter?: string | undefined;
}

/** One event of CloudWatch, with the function that logged it. */
export interface LogEvent {
  readonly source: LogSource;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}
