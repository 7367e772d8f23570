import assert from 'node:assert/strict';
import { mapConcurrently } from '../../../src/credstash/concurrency.js';

describe('mapConcurrently', () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('works on as many items at the same time as the limit, and returns the results in their order', async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently(items, 4, async (item) => {
      most = Math.max(most, ++running);
      for (let turns = 20 - item; turns > 0; turns--) await turn();
      running--;
      return item * 2;
    });
    assert.deepEqual(
      results,
      items.map((item) => item * 2),
    );
    assert.equal(most, 4);
  });

  it('starts no item after a failure, and waits for the running ones', async () => {
    let started = 0;
    let ended = 0;
    const work = async (item: number) => {
      started++;
      await turn();
      if (item === 1) throw new Error('one failed');
      for (let turns = 0; turns < 5; turns++) await turn();
      ended++;
    };
    await assert.rejects(mapConcurrently(items, 3, work), { message: 'one failed' });
    assert.deepEqual({ started, ended }, { started: 3, ended: 2 });
  });

  it('returns no results for no items', async () => {
    assert.deepEqual(await mapConcurrently([], 3, async () => 1), []);
  });
});
