import assert from 'node:assert/strict';
import {
  isFinished,
  isSuperseded,
  promote,
  readPasswords,
  storePending,
} from '../../../src/rotation/secrets.js';
import { CURRENT, MemoryStore, PENDING, version } from './fake-rotation.js';

const names = { current: CURRENT, pending: PENDING };

describe('readPasswords', () => {
  it('returns the current password, and the next version above both names', async () => {
    const store = new MemoryStore();
    const current = store.add(CURRENT, 3, 'current');
    assert.deepEqual(await readPasswords(store, names), { current, unfinished: undefined, next: version(4) });
    store.add(CURRENT, 7, 'by hand');
    store.add(PENDING, 5, 'begun');
    assert.equal((await readPasswords(store, names)).next, version(8));
  });

  it('returns a pending password as unfinished until it was promoted', async () => {
    const store = new MemoryStore();
    store.add(CURRENT, 3, 'current');
    const pending = store.add(PENDING, 10, 'begun');
    const read = await readPasswords(store, names);
    assert.deepEqual([read.unfinished, read.next], [pending, version(11)]);
    store.add(CURRENT, 10, 'begun');
    assert.equal((await readPasswords(store, names)).unfinished, undefined);
  });

  it('begins with version 1', async () => {
    const read = await readPasswords(new MemoryStore(), names);
    assert.deepEqual(read, { current: undefined, unfinished: undefined, next: version(1) });
  });
});

describe('isFinished', () => {
  it('compares values, in versions that are not older', async () => {
    const store = new MemoryStore();
    const pending = store.add(PENDING, 5, 'begun');
    store.add(CURRENT, 4, 'begun');
    store.add(CURRENT, 5, 'by hand');
    assert.equal(await isFinished(store, names, pending), false);
    store.add(CURRENT, 6, 'begun');
    store.add(CURRENT, 7, 'a later one');
    assert.equal(await isFinished(store, names, pending), true);
  });
});

describe('isSuperseded', () => {
  it('is true if there is a newer pending password', async () => {
    const store = new MemoryStore();
    const pending = store.add(PENDING, 5, 'begun');
    assert.equal(await isSuperseded(store, names, pending), false);
    store.add(PENDING, 6, 'newer');
    assert.equal(await isSuperseded(store, names, pending), true);
    assert.equal(await isSuperseded(new MemoryStore(), names, pending), false);
  });
});

describe('storePending', () => {
  it('stores the password with its comment, and reads it back', async () => {
    const store = new MemoryStore();
    const pending = await storePending(store, names, version(2), 'ours', 'a comment');
    assert.deepEqual([pending?.value, pending?.comment], ['ours', 'a comment']);
  });

  it('returns the password of another run that took the version first', async () => {
    const store = new MemoryStore();
    store.add(PENDING, 2, 'theirs');
    assert.equal((await storePending(store, names, version(2), 'ours', ''))?.value, 'theirs');
  });

  it('returns undefined if a later rotation has begun', async () => {
    const store = new MemoryStore();
    store.add(PENDING, 3, 'later');
    assert.equal(await storePending(store, names, version(2), 'ours', ''), undefined);
  });

  it('throws any other error of the store', async () => {
    const store = new MemoryStore();
    store.beforePut = () => {
      throw new Error('throttled');
    };
    await assert.rejects(storePending(store, names, version(2), 'ours', ''), { message: 'throttled' });
  });
});

describe('promote', () => {
  it('stores the pending password as current, with its own version and comment', async () => {
    const store = new MemoryStore();
    store.add(CURRENT, 1, 'old');
    const pending = store.add(PENDING, 5, 'new', 'a comment');
    assert.equal(await promote(store, names, pending), version(5));
    const { value, comment } = await store.read(CURRENT);
    assert.deepEqual([value, comment], ['new', 'a comment']);
  });

  it('uses the next version after one that somebody stored by hand', async () => {
    const store = new MemoryStore();
    store.add(CURRENT, 8, 'by hand');
    assert.equal(await promote(store, names, store.add(PENDING, 5, 'new')), version(9));
  });

  it('tries again if another run stores a version first', async () => {
    const store = new MemoryStore();
    const pending = store.add(PENDING, 5, 'new');
    let puts = 0;
    store.beforePut = (name) => {
      if (puts++ === 0) store.add(name, 5, 'by hand');
    };
    assert.equal(await promote(store, names, pending), version(6));
  });

  it('tries again if another run stores a later version first', async () => {
    const store = new MemoryStore();
    const pending = store.add(PENDING, 5, 'new');
    let puts = 0;
    store.beforePut = (name) => {
      if (puts++ === 0) store.add(name, 8, 'by hand');
    };
    assert.equal(await promote(store, names, pending), version(9));
  });

  it('stores nothing if the password was promoted already', async () => {
    const store = new MemoryStore();
    store.add(CURRENT, 5, 'new');
    store.add(CURRENT, 6, 'later');
    store.beforePut = () => assert.fail('it stores again');
    assert.equal(await promote(store, names, store.add(PENDING, 5, 'new')), version(6));
  });

  it('throws any other error of the store', async () => {
    const store = new MemoryStore();
    store.beforePut = () => {
      throw new Error('throttled');
    };
    await assert.rejects(promote(store, names, store.add(PENDING, 5, 'new')), { message: 'throttled' });
  });
});
