/** How many functions are worked on at once. Lambda's management API accepts about fifteen calls a second from an account. */
const CONCURRENCY = 5;

/**
 * Works on all items, a few at a time, and waits for all of them. One failure neither hides nor stops another.
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

/** Returns the results of the items that succeeded, in order. */
export function fulfilled<Result>(results: readonly PromiseSettledResult<Result>[]): Result[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Returns the errors of the items that failed, in order. */
export function rejected(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
