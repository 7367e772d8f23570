import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../clock.js';
import type { Report } from '../report.js';

/** A function whose log is read. */
export interface LogSource {
  /** As the project file names it. */
  readonly name: string;
  /** `/aws/lambda/<deployed name>` */
  readonly group: string;
  /** Only of this Lambda version; of all when left out. */
  readonly version?: string;
}

/** One log event. */
export interface LogLine {
  /** As the project file names it. */
  readonly function: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** As it was logged, without its last line break. */
  readonly message: string;
  /** Lambda version that logged it; not there where the stream's name does not tell. */
  readonly version?: string;
  readonly stream: string;
  /** CloudWatch's own: no other event has it. */
  readonly id: string;
}

export interface LogQuery {
  readonly logs: CloudWatchLogsClient;
  readonly sources: readonly LogSource[];
  /** The first moment that is of interest. */
  readonly since: Date;
  /** Text that a line holds, or a filter pattern of CloudWatch; see `filterPattern`. */
  readonly filter?: string | undefined;
  readonly clock?: Clock;
  /** Is told of functions without a log, and of waiting. */
  readonly report?: Report;
  readonly signal?: AbortSignal;
}

/** `LogQuery` with nothing left out that has a default. */
export interface LogContext extends Required<Omit<LogQuery, 'filter'>> {
  readonly filter?: string | undefined;
}

/** CloudWatch's event, with the source that it is of. */
export interface LogEvent {
  readonly source: LogSource;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}
