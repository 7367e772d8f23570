import assert from 'node:assert/strict';
import { RecentKeys } from '../../../../src/chat/slack/recent-keys.js';

describe('RecentKeys', () => {
  it('recognizes a key that was added before', () => {
    const keys = new RecentKeys();
    assert.deepEqual([keys.add('a'), keys.add('b'), keys.add('a')], [true, true, false]);
  });

  it('forgets the oldest of more than 10,000 keys', () => {
    const keys = new RecentKeys();
    for (let index = 0; index < 10_000; index += 1) keys.add(`${index}`);
    assert.equal(keys.add('0'), false);
    keys.add('one more');
    assert.equal(keys.add('1'), false);
    assert.equal(keys.add('0'), true);
  });
});
