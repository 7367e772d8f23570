import type { Clock } from '../../clock.js';

/** Milliseconds for which an entry is cached. A change reaches every execution environment within this time. */
const LIFETIME = 30_000;
/** Number of cached entries. Beyond it, values are read each time. */
const CAPACITY = 1_000;

/** Caches values that were found. A value that was not found, or whose read failed, is read again. */
export function createCache<Value>(
  clock: Pick<Clock, 'now'>,
): (key: string, find: () => Promise<Value | undefined>) => Promise<Value | undefined> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  return async (key, find) => {
    const now = clock.now().getTime();
    const kept = known.get(key);
    if (kept && kept.until > now) return kept.value;
    known.delete(key);
    const value = await find();
    if (value !== undefined && known.size < CAPACITY) known.set(key, { value, until: now + LIFETIME });
    return value;
  };
}
