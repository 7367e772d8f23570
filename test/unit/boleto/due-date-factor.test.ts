import assert from 'node:assert/strict';
import { dueDateFactor, dueDateFromFactor } from '../../../src/boleto/index.js';

const reference = { referenceDate: '2026-11-24' };

describe('dueDateFactor', () => {
  for (const [date, factor] of [
    ['2000-07-03', 1000],
    ['2025-02-21', 9999],
    ['2025-02-22', 1000],
    ['2026-11-24', 1640],
    ['2026-12-31', 1677],
    ['2028-02-29', 2102],
    ['2049-10-13', 9999],
    ['2049-10-14', 1000],
  ] as const) {
    it(`is ${factor} on ${date}`, () => assert.equal(dueDateFactor(date), factor));
  }
});

describe('dueDateFromFactor', () => {
  for (const [factor, date] of [
    [7640, '2018-09-07'],
    [9999, '2025-02-21'],
    [1000, '2025-02-22'],
    [1677, '2026-12-31'],
    [7140, '2041-12-15'],
    [7141, null],
    [7639, null],
    [0, null],
  ] as const) {
    it(`reads ${factor} on 2026-11-24 as ${date}`, () =>
      assert.equal(dueDateFromFactor(factor, reference), date));
  }

  it('reads an old boleto by the day it was issued', () => {
    assert.equal(dueDateFromFactor(1000, { referenceDate: '2000-06-01' }), '2000-07-03');
  });

  for (const [factor, limit] of [
    [1, 1000],
    [999, 1000],
    [10_000, 9999],
    [-1, 1000],
  ] as const) {
    it(`refuses factor ${factor}, and names ${limit} as the nearest`, () => {
      assert.throws(() => dueDateFromFactor(factor, reference), {
        code: 'OUT_OF_RANGE',
        field: 'dueDateFactor',
        limit,
        message: 'dueDateFactor must be 0 or 1000 to 9999',
      });
    });
  }

  for (const factor of [1000.5, Number.NaN, '1000' as never]) {
    it(`refuses ${typeof factor} ${factor}`, () => {
      assert.throws(() => dueDateFromFactor(factor, reference), {
        code: 'NOT_AN_INTEGER',
        field: 'dueDateFactor',
      });
    });
  }

  it('refuses a wrong reference date, even for factor 0', () => {
    for (const factor of [0, 1000]) {
      const error = { code: 'INVALID_DATE', field: 'referenceDate' };
      assert.throws(() => dueDateFromFactor(factor, { referenceDate: '2026-02-30' }), error);
      assert.throws(() => dueDateFromFactor(factor, undefined as never), error);
    }
  });
});
