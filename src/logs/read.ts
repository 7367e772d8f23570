import { systemClock } from '../clock.js';
import { merge } from './merge.js';
import { eventsOf, versionOf } from './pages.js';
import type { LogContext, LogEvent, LogLine, LogQuery, LogSource } from './types.js';

/** How long an event may be under way to CloudWatch behind others of its function, in milliseconds. */
const LATE_MILLISECONDS = 60_000;
/** Of what was logged before that nothing is asked again, even where the filter let nothing through that tells the time. */
const OLDEST_MILLISECONDS = 10 * 60_000;
/** Between two rounds. */
const PAUSE_MILLISECONDS = 1_000;
/** An account may ask FilterLogEvents some five times a second, all of its people together. */
const PAUSE_PER_SOURCE_MILLISECONDS = 400;

/**
 * What functions have logged since a moment, in order of time.
 *
 * @throws {Error} what CloudWatch Logs says, when it does not pass
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
 * As `readLogs`, and then what they log from now on, until `signal` aborts: every event once. One that reaches
 * CloudWatch later than others of its function is given when it comes, as long as that is within a minute.
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

/** One function's log, and what was seen of it. */
class Followed {
  readonly #context: LogContext;
  readonly #source: LogSource;
  /** Time of every event since `#start` that was given already, by id. */
  readonly #seen = new Map<string, number>();
  #start: number;
  #toldMissing = false;

  constructor(context: LogContext, source: LogSource) {
    this.#context = context;
    this.#source = source;
    this.#start = context.since.getTime();
  }

  async *fresh(): AsyncGenerator<LogEvent> {
    const oldest = this.#context.clock.now().getTime() - OLDEST_MILLISECONDS;
    let newest = oldest + LATE_MILLISECONDS;
    for await (const event of eventsOf(this.#context, this.#source, { start: this.#start }, () =>
      this.#missing(),
    )) {
      newest = Math.max(newest, event.timestamp);
      if (this.#seen.has(event.id)) continue;
      this.#seen.set(event.id, event.timestamp);
      yield event;
    }
    this.#moveOn(newest);
  }

  /** An event dated ahead may not carry the window past those of now. */
  #moveOn(newest: number): void {
    const now = this.#context.clock.now().getTime();
    this.#start = Math.max(this.#start, Math.min(newest, now) - LATE_MILLISECONDS);
    for (const [id, timestamp] of this.#seen) if (timestamp < this.#start) this.#seen.delete(id);
  }

  #missing(): void {
    if (!this.#toldMissing) this.#context.report(`${this.#source.name} has not run yet`);
    this.#toldMissing = true;
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
