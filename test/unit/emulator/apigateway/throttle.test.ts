import assert from 'node:assert/strict';
import { TokenBucket } from '../../../../src/emulator/apigateway/throttle.js';

describe('TokenBucket', () => {
  it('lets a burst through, then one for each refilled token', () => {
    const bucket = new TokenBucket({ rate: 10, burst: 2 }, 0);
    assert.deepEqual([bucket.take(0), bucket.take(0), bucket.take(0)], [true, true, false]);
    assert.deepEqual([bucket.take(99), bucket.take(100), bucket.take(101)], [false, true, false]);
  });

  it('never holds more than the burst', () => {
    const bucket = new TokenBucket({ rate: 1000, burst: 1 }, 0);
    assert.deepEqual([bucket.take(60_000), bucket.take(60_000)], [true, false]);
  });
});
