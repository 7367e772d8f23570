import assert from 'node:assert/strict';
import { type ErrorSubject, StoreUnavailable, Throttled } from '../../../src/credstash/errors.js';
import { createRequests, isThrottling } from '../../../src/credstash/requests.js';
import { retryThrottled } from '../../../src/credstash/retry.js';

/** Asleep, it is at once as much later. */
class DreamingClock {
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
  let clock: DreamingClock;
  let requests: ReturnType<typeof createRequests>;
  const translate = (error: unknown, subject: ErrorSubject) =>
    isThrottling(error)
      ? new Throttled('KMS', { ...subject, cause: error })
      : new StoreUnavailable(String(error), { ...subject, cause: error });

  beforeEach(() => {
    clock = new DreamingClock();
    requests = retryThrottled(createRequests(1_000, translate), translate, { clock, timeout: 60_000 });
  });

  it('sends again what is throttled, after pauses that double up to 5 s', async () => {
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

  it('goes on as long as anything is answered now and then', async () => {
    for (let round = 0; round < 5; round++) {
      let left = 10;
      await requests({}, async () => {
        if (left-- > 0) throw refusal('ThrottlingException');
      });
    }
    assert.ok(clock.now().getTime() > 60_000);
  });

  it('gives up when nothing is answered for as long as its limit, and asks no more', async () => {
    const throttled = () => Promise.reject(refusal('ThrottlingException'));
    await assert.rejects(requests({ secret: 'one' }, throttled), { code: 'THROTTLED', secret: 'one' });
    let calls = 0;
    const counted = async () => calls++;
    await assert.rejects(requests({ secret: 'two' }, counted), { code: 'THROTTLED', secret: 'two' });
    assert.equal(calls, 0);
  });

  it('ends many requests to a service that is not heard of, and one by one where it refuses', async () => {
    const ask = (error: Error) => requests({}, () => clock.sleep(30_000).then(() => Promise.reject(error)));
    for (let round = 0; round < 3; round++) await assert.rejects(ask(refusal('AccessDeniedException')));
    const before = clock.pauses.length;
    for (let round = 0; round < 10; round++) await assert.rejects(ask(new Error('nothing heard')));
    assert.equal(clock.pauses.length - before, 2);
  });

  it('does not send again what failed otherwise', async () => {
    let calls = 0;
    const failing = async () => {
      calls++;
      throw refusal('ValidationException');
    };
    await assert.rejects(requests({}, failing), { code: 'STORE_UNAVAILABLE' });
    assert.equal(calls, 1);
  });
});
