import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { interruption } from '../../../src/cli/interruption.js';

describe('interruption', () => {
  it('may be listened to by a call of each function at the same time, without a warning', async () => {
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
});
