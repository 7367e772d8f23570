import { systemClock } from '../clock.js';
import { merge } from './merge.js';
import { eventsOf, versionOf } from './pages.js';
import type { LogContext, LogEvent, LogLine, LogQuery, LogSource } from './types.js';

/** Milliseconds by which an event may reach CloudWatch later than newer events of its function. */
const LATE_MILLISECONDS = 60_000;
/** Events older than this are not read again, even while the filter lets no event through. */
const OLDEST_MILLISECONDS = 10 * 60_000;
/** Between two rounds of requests. */
const PAUSE_MILLISECONDS = 1_000;
/** An account may call FilterLogEvents about five times a second, for all its users together. */
const PAUSE_PER_SOURCE_MILLISECONDS = 400;

/**
 * Reads what functions have logged since a time, in order of time.
 *
 * @throws {Error} the error of CloudWatch Logs that remains after all retries
 * @example
 * const sources = [{ name: 'create-boleto', group: '/aws/lambda/live-superbowleto-create-boleto' }];
 * for await (const { time, message } of readLogs({ logs, sources, since })) console.log(time, message);
 */
export async function* readLogs(query: LogQuery): AsyncGenerator<LogLine> {
  const context = contextOf(query);
  const window = { start: context.since.getTime(), end: context.clock.now().getTime() };
  const onMissing = ({ name }: LogSource) => context.report(`${name} has not run yet`);
  const logs = context.sources.map((source) => eventsOf(context, source, window, () => onMissing(source)));
  for await (const event of merge(logs)) yield lineOf(event);
}

/**
 * Does what `readLogs` does, and then follows the logs until `signal` aborts. Every event is returned once. An event
 * that reaches CloudWatch up to a minute late is still returned, out of order.
 *
 * @throws the signal's reason
 */
export async function* followLogs(query: LogQuery): AsyncGenerator<LogLine> {
  const context = contextOf(query);
  const { clock, signal, sources } = context;
  const followed = sources.map((source) => new Followed(context, source));
  for (;;) {
    for await (const event of merge(followed.map((one) => one.fresh()))) yield lineOf(event);
    await clock.sleep(Math.max(PAUSE_MILLISECONDS, sources.length * PAUSE_PER_SOURCE_MILLISECONDS), signal);
  }
}

/** Follows one function's log and remembers which events it returned. */
class Followed {
  readonly #context: LogContext;
  readonly #source: LogSource;
  /** The time of every event since `#start` that was returned, by its id. */
  readonly #seen = new Map<string, number>();
  #start: number;
  #hasReportedMissing = false;

  constructor(context: LogContext, source: LogSource) {
    this.#context = context;
    this.#source = source;
    this.#start = context.since.getTime();
  }

  /** Returns the events that came since the last call. */
  async *fresh(): AsyncGenerator<LogEvent> {
    const oldest = this.#context.clock.now().getTime() - OLDEST_MILLISECONDS;
    let newest = oldest + LATE_MILLISECONDS;
    for await (const event of eventsOf(this.#context, this.#source, { start: this.#start }, () =>
      this.#reportMissing(),
    )) {
      newest = Math.max(newest, event.timestamp);
      if (this.#seen.has(event.id)) continue;
      this.#seen.set(event.id, event.timestamp);
      yield event;
    }
    this.#advance(newest);
  }

  /** Moves the window on. An event with a time in the future must not move it past the events of now. */
  #advance(newest: number): void {
    const now = this.#context.clock.now().getTime();
    this.#start = Math.max(this.#start, Math.min(newest, now) - LATE_MILLISECONDS);
    for (const [id, timestamp] of this.#seen) if (timestamp < this.#start) this.#seen.delete(id);
  }

  #reportMissing(): void {
    if (!this.#hasReportedMissing) this.#context.report(`${this.#source.name} has not run yet`);
    this.#hasReportedMissing = true;
  }
}

function contextOf(query: LogQuery): LogContext {
  const { clock = systemClock, report = () => {}, signal = new AbortController().signal } = query;
  return { ...query, clock, report, signal };
}

function lineOf({ source, id, timestamp, stream, message }: LogEvent): LogLine {
  const version = versionOf(stream);
  return {
    function: source.name,
    time: new Date(timestamp).toISOString(),
    message: message.replace(/\r?\n$/, ''),
    ...(version === undefined ? {} : { version }),
    stream,
    id,
  };
}
