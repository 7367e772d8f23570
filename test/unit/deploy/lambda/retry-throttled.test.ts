import assert from 'node:assert/strict';
import { retryThrottled, uninterrupted } from '../../../../src/deploy/lambda/retry-throttled.js';
import { InstantClock } from '../../../support/instant-clock.js';

const errorNamed = (name: string) => Object.assign(new Error('refused'), { name });

describe('retryThrottled', () => {
  let clock: InstantClock;
  const signal = new AbortController().signal;

  beforeEach(() => {
    clock = new InstantClock();
  });

  for (const name of [
    'ResourceConflictException',
    'TooManyRequestsException',
    'ThrottlingException',
    'Throttling',
    'RequestLimitExceeded',
  ]) {
    it(`retries after ${name}`, async () => {
      let calls = 0;
      const result = await retryThrottled({ clock, signal }, async () => {
        calls += 1;
        if (calls < 3) throw errorNamed(name);
        return 'done';
      });
      assert.deepEqual([result, calls, clock.pauses.length], ['done', 3, 2]);
    });
  }

  it('throws any other error at once', async () => {
    const error = errorNamed('AccessDeniedException');
    await assert.rejects(
      retryThrottled({ clock, signal }, () => Promise.reject(error)),
      error,
    );
    assert.deepEqual(clock.pauses, []);
  });

  it('gives up after five minutes, with pauses that grow to five seconds', async () => {
    const error = errorNamed('ThrottlingException');
    await assert.rejects(
      retryThrottled({ clock, signal }, () => Promise.reject(error)),
      error,
    );
    const total = clock.pauses.reduce((sum, pause) => sum + pause, 0);
    assert.ok(total >= 300_000 && total < 300_000 + 7_500, String(total));
    for (const [index, least] of [100, 200, 400, 800, 1_600, 2_500, 2_500].entries()) {
      const pause = clock.pauses[index] ?? 0;
      assert.ok(pause >= least && pause < 3 * least, `${index}: ${pause}`);
    }
  });

  it('makes no call after the signal has aborted, unless it is uninterrupted', async () => {
    const interruption = new AbortController();
    interruption.abort(new Error('interrupted by the test'));
    const access = { clock, signal: interruption.signal };
    await assert.rejects(
      retryThrottled(access, async () => assert.fail('was called')),
      { message: 'interrupted by the test' },
    );
    assert.equal(await retryThrottled(uninterrupted(access), async () => 'done'), 'done');
  });
});
