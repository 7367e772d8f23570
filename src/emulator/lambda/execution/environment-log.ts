import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock.js';
import type { FunctionVersion } from '../model.js';

/** Receives log events: the emulator's CloudWatch Logs. */
export interface LogSink {
  append(group: string, stream: string, events: { timestamp: number; message: string }[]): void;
}

/** Bytes of log that an Invoke with LogType Tail returns. */
const TAIL = 4096;

/** The log stream of one execution environment, with the tail of the current invocation. */
export class EnvironmentLog {
  readonly stream: string;
  readonly #group: string;
  readonly #sink: LogSink;
  readonly #clock: Clock;
  #tail = '';

  constructor(version: FunctionVersion, sink: LogSink, clock: Clock) {
    this.#group = version.settings.LoggingConfig.LogGroup;
    this.#sink = sink;
    this.#clock = clock;
    const day = clock.now().toISOString().slice(0, 10).replaceAll('-', '/');
    this.stream = `${day}/[${version.version}]${randomBytes(16).toString('hex')}`;
  }

  write(message: string): void {
    const line = message.endsWith('\n') ? message : `${message}\n`;
    this.#tail = `${this.#tail}${line}`.slice(-TAIL);
    this.#sink.append(this.#group, this.stream, [{ timestamp: this.#clock.now().getTime(), message: line }]);
  }

  /** Returns the last 4 KiB since the previous call of this method. */
  takeTail(): Buffer {
    const tail = Buffer.from(this.#tail, 'utf8').subarray(-TAIL);
    this.#tail = '';
    return tail;
  }
}

/**
 * Writes the REPORT line at the end of an invocation.
 *
 * @param report durations in milliseconds, `memorySize` in MiB, `peakMemory` in KiB
 */
export function reportLine(report: {
  requestId: string;
  duration: number;
  initDuration: number | undefined;
  memorySize: number;
  peakMemory: number;
  status: string | undefined;
}): string {
  const billed = Math.ceil(report.duration + (report.initDuration ?? 0));
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.duration.toFixed(2)} ms`,
    `Billed Duration: ${billed} ms`,
    `Memory Size: ${report.memorySize} MB`,
    `Max Memory Used: ${Math.ceil(report.peakMemory / 1024)} MB`,
  ];
  if (report.initDuration !== undefined) parts.push(`Init Duration: ${report.initDuration.toFixed(2)} ms`);
  if (report.status !== undefined) parts.push(`Status: ${report.status}`);
  return `${parts.join('\t')}\t\n`;
}
