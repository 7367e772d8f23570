import assert from 'node:assert/strict';
import { parseRange } from '../../../../src/emulator/s3/range.js';

describe('parseRange', () => {
  for (const [header, expected] of [
    ['bytes=0-9', { start: 0, end: 10 }],
    ['bytes=90-', { start: 90, end: 100 }],
    ['bytes=-5', { start: 95, end: 100 }],
    ['bytes=-500', { start: 0, end: 100 }],
    ['bytes=50-500', { start: 50, end: 100 }],
    ['bytes=99-99', { start: 99, end: 100 }],
    ['bytes=5-5', { start: 5, end: 6 }],
    [' bytes=0-0 ', { start: 0, end: 1 }],
    ['bytes=5-3', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['items=0-1', undefined],
    [undefined, undefined],
  ] as const) {
    it(`reads ${header} of 100 bytes`, () => {
      assert.deepEqual(parseRange(header, 100), expected);
    });
  }

  it('refuses a range after the end, and any range of an empty object', () => {
    assert.throws(() => parseRange('bytes=100-', 100), {
      code: 'InvalidRange',
      status: 416,
      members: {
        RangeRequested: 'bytes=100-',
        ActualObjectSize: 100,
        headers: { 'content-range': 'bytes */100' },
      },
    });
    assert.throws(() => parseRange('bytes=-0', 100), { code: 'InvalidRange' });
    assert.throws(() => parseRange('bytes=0-0', 0), { code: 'InvalidRange' });
  });
});
