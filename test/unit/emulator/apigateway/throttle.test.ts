import assert from 'node:assert/strict';
import { TokenBucket } from '../../../../src/emulator/apigateway/throttle.js';

describe('TokenBucket', () => {
  it('allows a burst, then one request for each refilled token', () => {
    const bucket = new TokenBucket({ rate: 10, burst: 2 }, 1000);
    assert.deepEqual([bucket.take(1000), bucket.take(1000), bucket.take(1000)], [true, true, false]);
    assert.deepEqual([bucket.take(1099), bucket.take(1100), bucket.take(1101)], [false, true, false]);
  });

  it('never holds more than the burst', () => {
    const bucket = new TokenBucket({ rate: 1000, burst: 1 }, 0);
    assert.deepEqual([bucket.take(60_000), bucket.take(60_000)], [true, false]);
  });

  it('refills nothing when the clock goes back', () => {
    const bucket = new TokenBucket({ rate: 1, burst: 2 }, 5000);
    assert.deepEqual([bucket.take(5000), bucket.take(4000), bucket.take(4999)], [true, true, false]);
  });
});
