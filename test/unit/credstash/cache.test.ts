import assert from 'node:assert/strict';
import { createCache } from '../../../src/credstash/cache.js';
import type { Secret } from '../../../src/credstash/rows.js';
import { ManualClock } from '../../support/manual-clock.js';

describe('createCache', () => {
  const secret = (value: string): Secret => ({ name: 'a', version: '1', value, digest: 'SHA256' });
  let clock: ManualClock;
  let cache: ReturnType<typeof createCache>;
  let loads: number;

  beforeEach(() => {
    clock = new ManualClock();
    cache = createCache(1_000, clock);
    loads = 0;
  });

  const load = async () => secret(`value ${++loads}`);
  const value = async (version?: number) => (await cache.find('a', version, load))?.value;

  it('returns a read secret until its lifetime is over', async () => {
    assert.equal(await value(), 'value 1');
    await clock.advance(999);
    assert.equal(await value(), 'value 1');
    await clock.advance(1);
    assert.equal(await value(), 'value 2');
  });

  it('lets concurrent readers share one read', async () => {
    assert.deepEqual(await Promise.all([value(), value(), value()]), ['value 1', 'value 1', 'value 1']);
    assert.equal(loads, 1);
  });

  it('shares a read that takes longer than the lifetime, and then reads again', async () => {
    let answer: (read: Secret) => void = () => undefined;
    const slow = () => new Promise<Secret>((resolve) => (answer = resolve));
    const first = cache.find('a', undefined, slow);
    await clock.advance(5_000);
    const second = cache.find('a', undefined, load);
    answer(secret('slow'));
    assert.deepEqual([(await first)?.value, (await second)?.value], ['slow', 'slow']);
    assert.equal(await value(), 'value 1');
  });

  it('forgets only the named secret', async () => {
    const other = () => cache.find('b', undefined, async () => secret(`other ${++loads}`));
    assert.equal((await other())?.value, 'other 1');
    assert.equal(await value(), 'value 2');
    cache.forget('a');
    assert.equal((await other())?.value, 'other 1');
    assert.equal(await value(), 'value 3');
  });

  it('keeps versions apart', async () => {
    assert.equal(await value(), 'value 1');
    assert.equal(await value(1), 'value 2');
    assert.equal(await value(1), 'value 2');
  });

  it('never keeps a failure or a missing secret', async () => {
    await assert.rejects(
      cache.find('a', undefined, () => Promise.reject(new Error('no'))),
      { message: 'no' },
    );
    assert.equal(await cache.find('a', undefined, async () => undefined), undefined);
    assert.equal(await value(), 'value 1');
  });

  it('forgets a secret, even while it is being read', async () => {
    let answer: (old: Secret) => void = () => undefined;
    const old = cache.find('a', undefined, () => new Promise((resolve) => (answer = resolve)));
    cache.forget('a');
    assert.equal(await value(), 'value 1');
    answer(secret('old'));
    assert.equal((await old)?.value, 'old');
    assert.equal(await value(), 'value 1');
  });

  it('keeps what was read after it forgot a read that then finds nothing', async () => {
    let answer: (old: undefined) => void = () => undefined;
    const old = cache.find('a', undefined, () => new Promise((resolve) => (answer = resolve)));
    cache.forget('a');
    assert.equal(await value(), 'value 1');
    answer(undefined);
    assert.equal(await old, undefined);
    assert.equal(await value(), 'value 1');
  });

  it('keeps the latest version apart from a version that is named undefined', async () => {
    assert.equal(await value(), 'value 1');
    assert.equal((await cache.find('a', 'undefined', load))?.value, 'value 2');
  });
});
