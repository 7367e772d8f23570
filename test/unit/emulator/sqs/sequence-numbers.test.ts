import assert from 'node:assert/strict';
import { SequenceNumbers } from '../../../../src/emulator/sqs/sequence-numbers.js';

describe('SequenceNumbers', () => {
  it('ascends within a millisecond, and when the clock goes back', () => {
    const numbers = new SequenceNumbers();
    const now = Date.parse('2026-03-04T05:06:07Z');
    const made = [now, now, now - 1, now + 1].map((time) => numbers.next(time));
    assert.deepEqual(made, [
      '11772600767000000000',
      '11772600767000000001',
      '11772600767000000002',
      '11772600767001000000',
    ]);
  });
});
