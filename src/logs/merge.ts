import type { LogEvent } from './types.js';

/** Merges logs that are each sorted by time into one. It keeps only the next event of each log in memory. */
export async function* merge(logs: readonly AsyncIterator<LogEvent>[]): AsyncGenerator<LogEvent> {
  const heads = await Promise.all(logs.map(advance));
  for (;;) {
    const next = heads.reduce(earlier, undefined);
    if (next === undefined) return;
    yield next.event;
    heads[heads.indexOf(next)] = await advance(next.log);
  }
}

interface Head {
  readonly log: AsyncIterator<LogEvent>;
  readonly event: LogEvent;
}

async function advance(log: AsyncIterator<LogEvent>): Promise<Head | undefined> {
  const { done, value } = await log.next();
  return done ? undefined : { log, event: value };
}

/** Returns the earlier of two; the first at the same time. */
function earlier(one: Head | undefined, other: Head | undefined): Head | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.event.timestamp < one.event.timestamp ? other : one;
}
