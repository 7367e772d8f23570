import type { LogEvent } from './types.js';

/** Several logs, each in order of time, as one in order of time. Of each only the next event is held. */
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

/** At the same moment the one that is named first. */
function earlier(one: Head | undefined, other: Head | undefined): Head | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.event.timestamp < one.event.timestamp ? other : one;
}
