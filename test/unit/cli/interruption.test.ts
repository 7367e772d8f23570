import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { interruption, secondInterruption } from '../../../src/cli/interruption.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('interruption', () => {
  it('accepts a listener for each function without a warning', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const { signal, release } = interruption();
    for (let count = 0; count < 20; count += 1) signal.addEventListener('abort', () => count);
    await setImmediate();
    release();
    process.off('warning', note);
    assert.deepEqual(warnings, []);
  });

  const counts = () => SIGNALS.map((name) => process.listenerCount(name));

  for (const [name, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`aborts at ${name} with exit code ${exitCode}, and leaves a second one to Node`, () => {
      const before = counts();
      const { signal } = interruption();
      assert.deepEqual(
        counts(),
        before.map((count) => count + 1),
      );
      process.emit(name, name);
      assert.deepEqual(counts(), before);
      assert.equal(signal.aborted, true);
      assert.deepEqual([signal.reason.code, signal.reason.exitCode], ['INTERRUPTED', exitCode]);
      assert.equal(signal.reason.message, `Interrupted by ${name}. Running the same command again goes on.`);
    });
  }

  it('aborts nothing after it was released', () => {
    const before = counts();
    const { signal, release } = interruption();
    release();
    assert.deepEqual([counts(), signal.aborted], [before, false]);
  });

  it('aborts the second signal only at a second interruption', () => {
    const first = interruption();
    const second = secondInterruption(first.signal);
    process.emit('SIGINT', 'SIGINT');
    assert.deepEqual([first.signal.aborted, second.aborted], [true, false]);
    process.emit('SIGTERM', 'SIGTERM');
    assert.deepEqual([second.aborted, second.reason.exitCode], [true, 143]);
  });
});
