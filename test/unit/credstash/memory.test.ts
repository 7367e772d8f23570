import assert from 'node:assert/strict';
import { createCache } from '../../../src/credstash/cache.js';
import type { Secret } from '../../../src/credstash/rows.js';
import { createWriter } from '../../../src/credstash/writer.js';
import { ManualClock } from '../../support/manual-clock.js';
import { isFreed } from './garbage.js';
import { MemoryTable } from './memory-table.js';

const secret = (name: string): Secret => ({ name, version: '1', value: 'v', digest: 'SHA256' });

describe('the memory of a cache', () => {
  let clock: ManualClock;
  let cache: ReturnType<typeof createCache>;

  beforeEach(() => {
    clock = new ManualClock();
    cache = createCache(1_000, clock);
  });

  /** Reads a secret, and returns a reference that does not keep it. */
  async function read(name: string): Promise<WeakRef<Secret>> {
    const found = await cache.find(name, undefined, async () => secret(name));
    assert.ok(found);
    return new WeakRef(found);
  }

  it('keeps a secret for its lifetime, and lets go of it at the next read of any other', async () => {
    const a = await read('a');
    await clock.advance(999);
    await read('b');
    assert.equal(await isFreed(a), false);
    await clock.advance(1);
    await read('c');
    assert.equal(await isFreed(a), true);
  });

  it('lets go of what has expired, in the order in which it was read last', async () => {
    let answer: (found: Secret) => void = () => undefined;
    const slow = cache.find('slow', undefined, () => new Promise((resolve) => (answer = resolve)));
    await read('a');
    await clock.advance(500);
    const b = await read('b');
    await clock.advance(500);
    // The slow read stands in front, so that what follows it stays, and a is read again.
    await read('a');
    answer(secret('slow'));
    await slow;
    await clock.advance(500);
    await read('c');
    assert.equal(await isFreed(b), true);
  });
});

describe('the memory of a writer', () => {
  it('does not grow with each name that is put', async () => {
    const table = new MemoryTable();
    const { put } = createWriter(table.reads, table.writes, table.dataKeys);
    const written = new WeakRef(await put('a', 'v'));
    assert.equal(await isFreed(written), true);
    assert.deepEqual(await put('a', 'v'), { version: '0000000000000000002' });
  });
});
