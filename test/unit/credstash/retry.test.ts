import assert from 'node:assert/strict';
import { type ErrorSubject, StoreUnavailable, Throttled } from '../../../src/credstash/errors.js';
import { createRequests, isThrottling } from '../../../src/credstash/requests.js';
import { retryThrottled } from '../../../src/credstash/retry.js';

/** A clock whose pauses end at once and move it forward. */
class InstantClock {
  pauses: number[] = [];
  #now = 0;
  now = () => new Date(this.#now);
  sleep = async (milliseconds: number) => {
    this.pauses.push(milliseconds);
    this.#now += milliseconds;
  };
}

const refusal = (name: string) =>
  Object.assign(new Error('of AWS'), { name, $metadata: { httpStatusCode: 400 } });

describe('retryThrottled', () => {
  let clock: InstantClock;
  let requests: ReturnType<typeof createRequests>;
  const translate = (error: unknown, subject: ErrorSubject) =>
    isThrottling(error)
      ? new Throttled('KMS', { ...subject, cause: error })
      : new StoreUnavailable(String(error), { ...subject, cause: error });

  beforeEach(() => {
    clock = new InstantClock();
    requests = retryThrottled(createRequests(1_000, translate), translate, { clock, timeout: 60_000 });
  });

  it('sends a throttled request again, after pauses that double up to 5 s', async () => {
    let left = 12;
    const answer = await requests({}, async () => {
      if (left-- > 0) throw refusal('ThrottlingException');
      return 'answer';
    });
    assert.equal(answer, 'answer');
    assert.equal(clock.pauses.length, 12);
    clock.pauses.forEach((pause, attempt) => {
      const longest = Math.min(5_000, 100 * 2 ** attempt);
      assert.ok(pause >= longest / 2 && pause <= longest, `pause ${attempt} is ${pause} ms`);
    });
  });

  it('spreads each pause over the upper half of its length', async () => {
    const { random } = Math;
    const pausesAt = async (share: number) => {
      Math.random = () => share;
      clock = new InstantClock();
      requests = retryThrottled(createRequests(1_000, translate), translate, { clock, timeout: 60_000 });
      let left = 8;
      await requests({}, async () => {
        if (left-- > 0) throw refusal('ThrottlingException');
      });
      return clock.pauses;
    };
    try {
      assert.deepEqual(await pausesAt(0), [50, 100, 200, 400, 800, 1600, 2500, 2500]);
      assert.deepEqual(await pausesAt(0.5), [75, 150, 300, 600, 1200, 2400, 3750, 3750]);
    } finally {
      Math.random = random;
    }
  });

  it('throws an error without a cause as it is', async () => {
    const error = new StoreUnavailable('it has other keys', { secret: 'a' });
    const failing = retryThrottled(() => Promise.reject(error), translate, { clock, timeout: 60_000 });
    await assert.rejects(
      failing({}, async () => 'answer'),
      error,
    );
  });

  it('continues as long as the service sometimes answers', async () => {
    for (let round = 0; round < 5; round++) {
      let left = 10;
      await requests({}, async () => {
        if (left-- > 0) throw refusal('ThrottlingException');
      });
    }
    assert.ok(clock.now().getTime() > 60_000);
  });

  it('fails after a minute without any answer, and sends no further request', async () => {
    const throttled = () => Promise.reject(refusal('ThrottlingException'));
    await assert.rejects(requests({ secret: 'one' }, throttled), { code: 'THROTTLED', secret: 'one' });
    let calls = 0;
    const counted = async () => calls++;
    await assert.rejects(requests({ secret: 'two' }, counted), { code: 'THROTTLED', secret: 'two' });
    assert.equal(calls, 0);
  });

  it('still retries one millisecond before the timeout', async () => {
    let calls = 0;
    const slow = (milliseconds: number) =>
      requests({}, async () => {
        if (++calls > 1) return 'answer';
        await clock.sleep(milliseconds);
        throw refusal('ThrottlingException');
      });
    assert.equal(await slow(59_999), 'answer');
    calls = 0;
    await assert.rejects(slow(60_000), { code: 'THROTTLED' });
    assert.equal(calls, 1);
  });

  it('fails every request once the service has not answered for a minute, but a refusal is an answer', async () => {
    let calls = 0;
    const request = (error: Error) =>
      requests({ secret: 'a' }, async () => {
        calls++;
        await clock.sleep(30_000);
        throw error;
      });
    for (let round = 0; round < 3; round++) {
      await assert.rejects(request(refusal('AccessDeniedException')), {
        code: 'STORE_UNAVAILABLE',
        message: 'The credstash table cannot be used: AccessDeniedException: of AWS',
      });
    }
    assert.equal(calls, 3);
    for (let round = 0; round < 10; round++) {
      await assert.rejects(request(new Error('no connection')), {
        code: 'STORE_UNAVAILABLE',
        secret: 'a',
        message: 'The credstash table cannot be used: Error: no connection',
      });
    }
    assert.equal(calls, 5);
  });

  it('does not retry any other failure', async () => {
    let calls = 0;
    const failing = async () => {
      calls++;
      throw refusal('ValidationException');
    };
    await assert.rejects(requests({}, failing), { code: 'STORE_UNAVAILABLE' });
    assert.equal(calls, 1);
  });
});
