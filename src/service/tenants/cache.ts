import type { Clock } from '../../clock.js';

/** Milliseconds for which an entry is cached. A change reaches every execution environment within this time. */
const LIFETIME = 30_000;
/** Number of cached entries. Beyond it, values are read each time. */
const CAPACITY = 1_000;

/**
 * Returns a value from the cache, or finds and caches it.
 *
 * @param suffices whether a cached value is enough. One that is not is read again, so that what an operator has just
 *   granted counts at once
 */
export type Cache<Value> = (
  key: string,
  find: () => Promise<Value | undefined>,
  suffices?: (value: Value) => boolean,
) => Promise<Value | undefined>;

/** Caches values that were found. A value that was not found, or whose read failed, is read again. */
export function createCache<Value>(clock: Pick<Clock, 'now'>): Cache<Value> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  return async (key, find, suffices = () => true) => {
    const now = clock.now().getTime();
    const kept = known.get(key);
    if (kept && kept.until > now && suffices(kept.value)) return kept.value;
    known.delete(key);
    const value = await find();
    if (known.size >= CAPACITY) removeOutdated(known, now);
    if (value !== undefined && known.size < CAPACITY) known.set(key, { value, until: now + LIFETIME });
    return value;
  };
}

/** Removes the entries whose time is over. All live equally long, so that the oldest stand first. */
function removeOutdated(known: Map<string, { readonly until: number }>, now: number): void {
  for (const [key, { until }] of known) {
    if (until > now) return;
    known.delete(key);
  }
}
