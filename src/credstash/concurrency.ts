/**
 * Runs `work` on every item, at most `limit` at a time, and gives the results in the order of the items. A failure
 * starts no further item; those under way are awaited before it is thrown.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const left = items.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, item] of left) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
  const refused = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (refused?.status === 'rejected') throw refused.reason;
  return results;
}
