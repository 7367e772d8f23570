import { FilterLogEventsCommand, type FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { filterPattern } from './pattern.js';
import type { LogContext, LogEvent, LogSource } from './types.js';

/** Epoch milliseconds; both ends are included. */
interface Window {
  readonly start: number;
  readonly end?: number;
}

/**
 * Reads the events of one function page by page, in order of time. A function without a log has no events.
 *
 * @param onMissing is called when there is no log group: the function has not run yet
 */
export async function* eventsOf(
  context: LogContext,
  source: LogSource,
  { start, end }: Window,
  onMissing: () => void = () => {},
): AsyncGenerator<LogEvent> {
  const { filter } = context;
  let nextToken: string | undefined;
  // An empty page does not end the log: only a page without a token does.
  do {
    const command = new FilterLogEventsCommand({
      logGroupName: source.group,
      // AWS always interleaves the streams; an emulator may do so only when asked.
      interleaved: true,
      startTime: start,
      ...(end === undefined ? {} : { endTime: end }),
      ...(filter ? { filterPattern: filterPattern(filter) } : {}),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const page = await sendWithRetries(context, command);
    if (page === undefined) return onMissing();
    for (const event of page.events ?? []) yield* decode(source, event);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

function* decode(
  source: LogSource,
  event: NonNullable<FilterLogEventsCommandOutput['events']>[number],
): Generator<LogEvent> {
  const { eventId: id = '', timestamp = 0, logStreamName: stream = '', message = '' } = event;
  if (source.version !== undefined && versionOf(stream) !== source.version) return;
  yield { source, id, timestamp, stream, message };
}

/** Returns the Lambda version that a log stream's name contains. @example versionOf('2026/11/24/[12]0f3a…') // '12' */
export function versionOf(stream: string): string | undefined {
  return /\[(\$LATEST|\d+)\]/.exec(stream)?.[1];
}

/** Errors that pass: CloudWatch throttles or fails, or the network does. The same request is then sent again. */
const TRANSIENT = new Set([
  'ThrottlingException',
  'Throttling',
  'LimitExceededException',
  'ServiceUnavailableException',
  'InternalFailure',
  'TimeoutError',
  'ECONNRESET',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EPIPE',
]);
/** Between attempts; each attempt includes the SDK's own retries. */
const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 10_000;
/** Attempts before the error is thrown: about ten minutes. */
const ATTEMPTS = 60;

/**
 * Sends a request again while CloudWatch throttles it or the network fails.
 *
 * @returns undefined when there is no log group
 */
async function sendWithRetries(
  { logs, clock, report, signal }: LogContext,
  command: FilterLogEventsCommand,
): Promise<FilterLogEventsCommandOutput | undefined> {
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await logs.send(command, { abortSignal: signal });
    } catch (error) {
      signal.throwIfAborted();
      const { name, code = name, message } = Object(error) as Error & { code?: string };
      if (name === 'ResourceNotFoundException') return undefined;
      if (attempt >= ATTEMPTS || !(TRANSIENT.has(name) || TRANSIENT.has(code))) throw error;
      if (attempt === 1) report(`CloudWatch Logs does not answer (${code}: ${message}); asking again`);
    }
    // Jitter: requests that were throttled together must not return together.
    await clock.sleep(pause * (0.5 + Math.random()), signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
  }
}
