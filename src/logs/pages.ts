import { FilterLogEventsCommand, type FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { filterPattern } from './pattern.js';
import type { LogContext, LogEvent, LogSource } from './types.js';

/** Epoch milliseconds, both included. */
interface Window {
  readonly start: number;
  readonly end?: number;
}

/**
 * The events of one function, in order of time, page by page. A function without a log has none.
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
  // An empty page may have others behind it.
  do {
    const command = new FilterLogEventsCommand({
      logGroupName: source.group,
      // AWS does so whatever is said; what stands in for it may not.
      interleaved: true,
      startTime: start,
      ...(end === undefined ? {} : { endTime: end }),
      ...(filter ? { filterPattern: filterPattern(filter) } : {}),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const page = await patiently(context, command);
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

/** @example versionOf('2026/11/24/[12]0f3a…') // '12' */
export function versionOf(stream: string): string | undefined {
  return /\[(\$LATEST|\d+)\]/.exec(stream)?.[1];
}

/** CloudWatch is out of breath, or the way there is broken: the same question is asked again. */
const PASSING = new Set([
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
/** Behind the SDK's own attempts. */
const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 10_000;
/** How often in a row before it is an error; some ten minutes. */
const ATTEMPTS = 60;

/** Undefined where there is no log group. */
async function patiently(
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
      if (attempt >= ATTEMPTS || !(PASSING.has(name) || PASSING.has(code))) throw error;
      if (attempt === 1) report(`CloudWatch Logs does not answer (${code}: ${message}); asking again`);
    }
    // Jitter: several who were refused together do not come back together.
    await clock.sleep(pause * (0.5 + Math.random()), signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
  }
}
