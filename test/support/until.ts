import { setTimeout as delay } from 'node:timers/promises';

/**
 * Awaits a condition: polls until `probe` answers something other than undefined, null or false.
 *
 * @param what the condition in words, for the message when it does not come true in time
 * @param limit milliseconds
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  limit = 20_000,
): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${limit} ms: ${what}`);
    await delay(50);
  }
}
