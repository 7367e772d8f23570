import assert from 'node:assert/strict';
import { faultOf } from '../../../../src/local/simulators/faults.js';

describe('faultOf', () => {
  const twice = [
    [5_000_503, 'unavailable'],
    [5_000_400, 'refusing-page'],
    [5_000_200, 'welcoming-page'],
    [5_000_204, 'missing-field'],
    [5_000_408, 'no-answer'],
  ] as const;
  for (const [amount, fault] of twice) {
    it(`returns ${fault} for the first two requests of R$ ${amount / 100}`, () => {
      assert.deepEqual(
        [1, 2, 3].map((posts) => faultOf(amount, posts)),
        [fault, fault, undefined],
      );
    });
  }

  it('returns lost-answer for the first request only', () => {
    assert.deepEqual(
      [1, 2].map((posts) => faultOf(5_000_504, posts)),
      ['lost-answer', undefined],
    );
  });

  it('returns nothing for any other amount', () => {
    for (const amount of [5_000_502, 5_000_505, 2000, undefined]) assert.equal(faultOf(amount, 1), undefined);
  });
});
