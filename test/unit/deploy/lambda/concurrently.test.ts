import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { concurrently, fulfilled, rejected } from '../../../../src/deploy/lambda/concurrently.js';

describe('concurrently', () => {
  const items = [1, 2, 3, 4, 5, 6, 7];

  /** Works on all items. Returns the results, and how many were worked on at once at most. */
  async function work(atOnce?: number) {
    let running = 0;
    let most = 0;
    const results = await concurrently(
      items,
      async (item) => {
        running += 1;
        most = Math.max(most, running);
        await setImmediate();
        running -= 1;
        if (item % 3 === 0) throw new Error(`no ${item}`);
        return item * 10;
      },
      atOnce,
    );
    return { results, most };
  }

  it('works on five items at once, or on as many as it is given', async () => {
    assert.equal((await work()).most, 5);
    assert.equal((await work(2)).most, 2);
    assert.equal((await work(7)).most, 7);
  });

  it('returns every result and every error, in the order of the items', async () => {
    const { results } = await work();
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message)),
      [10, 20, 'no 3', 40, 50, 'no 6', 70],
    );
    assert.deepEqual(fulfilled(results), [10, 20, 40, 50, 70]);
    assert.deepEqual(
      rejected(results).map((error) => (error as Error).message),
      ['no 3', 'no 6'],
    );
  });
});
