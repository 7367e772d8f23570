/** Functions at work at once: Lambda's management API takes some fifteen calls a second from an account. */
const CONCURRENCY = 5;

/**
 * Works on every item, a few at a time, and waits for all of them: one failure neither hides nor stops another.
 *
 * @param atOnce how many at a time
 * @returns as `Promise.allSettled`, in the order of the items
 */
export async function concurrently<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = CONCURRENCY,
): Promise<PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = [];
  const queue = [...items.entries()];
  async function worker(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, item] = next;
      [results[index]] = (await Promise.allSettled([work(item)])) as [PromiseSettledResult<Result>];
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
