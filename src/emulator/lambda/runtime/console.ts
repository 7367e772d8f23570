import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { isError } from './error-shape.js';

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = (typeof LEVELS)[number];

export interface LogSettings {
  readonly format: 'Text' | 'JSON';
  /** Lowest level that is written. Lambda applies it to the JSON format only. */
  readonly level: Level;
  /** File descriptor for one frame a message: four bytes of length, big-endian, then UTF-8. */
  readonly descriptor: number;
}

/** Request id of the current invocation, which every line contains. */
export interface CurrentRequest {
  id: string | undefined;
}

/** Replaces the methods of `console` with Lambda's: each message is one log event with time, request id and level. */
export function patchConsole(settings: LogSettings, current: CurrentRequest): void {
  const writer =
    (level: Level) =>
    (...values: unknown[]): void =>
      write(settings, current.id, level, values);
  const error = writer('ERROR');
  Object.assign(console, {
    log: writer('INFO'),
    info: writer('INFO'),
    debug: writer('DEBUG'),
    warn: writer('WARN'),
    error,
    fatal: writer('FATAL'),
    trace: function trace(...values: unknown[]): void {
      const holder = { stack: '' };
      Error.captureStackTrace(holder, trace);
      const [first, ...rest] = values;
      writer('TRACE')(format(first ?? 'Trace', ...rest), `\n${holder.stack.split('\n').slice(1).join('\n')}`);
    },
  });
}

/** Writes one message at a level, for `console` and for the runtime itself. */
export function write(
  settings: LogSettings,
  requestId: string | undefined,
  level: Level,
  values: unknown[],
): void {
  if (settings.format === 'JSON' && LEVELS.indexOf(level) < LEVELS.indexOf(settings.level)) return;
  const time = new Date().toISOString();
  const text =
    settings.format === 'JSON'
      ? jsonLine(time, requestId, level, values)
      : `${time}\t${requestId ?? 'undefined'}\t${level}\t${format(...values)}`;
  writeFrame(settings.descriptor, text);
}

function writeFrame(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const frame = Buffer.alloc(4 + bytes.length);
  frame.writeUInt32BE(bytes.length);
  bytes.copy(frame, 4);
  for (let written = 0; written < frame.length; ) {
    written += writeSync(descriptor, frame, written);
  }
}

function jsonLine(time: string, requestId: string | undefined, level: Level, values: unknown[]): string {
  const entry: Record<string, unknown> = { timestamp: time, level, requestId };
  if (values.length !== 1) {
    const failure = values.find(isError);
    return JSON.stringify({ ...entry, message: format(...values), ...(failure && jsonError(failure)) });
  }
  try {
    return JSON.stringify({ ...entry, message: values[0] }, (_key, value: unknown) =>
      isError(value) ? { ...jsonError(value), ...value } : value,
    );
  } catch {
    return JSON.stringify({ ...entry, message: format(values[0]) });
  }
}

function jsonError(error: Error): Record<string, unknown> {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: error.stack?.split('\n') ?? [],
  };
}
