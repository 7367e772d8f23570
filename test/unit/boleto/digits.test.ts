import assert from 'node:assert/strict';
import { fixedDigits, integerWithin, isDigits, oneOf } from '../../../src/boleto/digits.js';

describe('isDigits', () => {
  it('accepts 0 to 9, and neither their neighbours nor an empty text', () => {
    assert.equal(isDigits('0123456789'), true);
    for (const text of ['', '/', ':', '1/', '/1', '9:', '1 ', '\u0661'])
      assert.equal(isDigits(text), false, text);
  });
});

describe('fixedDigits', () => {
  it('writes zeros on the left, and keeps what fills the width', () => {
    assert.deepEqual(
      [fixedDigits('agency', '42', 4), fixedDigits('agency', 42, 4), fixedDigits('agency', '1234', 4)],
      ['0042', '0042', '1234'],
    );
    assert.equal(fixedDigits('titleId', Number.MAX_SAFE_INTEGER, 20), '00009007199254740991');
  });

  it('refuses what is neither digits nor a safe integer from 0', () => {
    for (const value of ['', '12a', ' 1', -1, 1.5, 2 ** 53, Number.NaN, undefined, null, 12n, ['1']]) {
      assert.throws(() => fixedDigits('agency', value as string, 4), {
        code: 'NOT_DIGITS',
        field: 'agency',
        limit: 4,
        message: 'agency must be 1 to 4 digits',
      });
    }
  });

  it('refuses more digits than the width, also if they begin with zeros', () => {
    for (const value of ['12345', '00001', 12_345]) {
      assert.throws(() => fixedDigits('agency', value, 4), {
        code: 'TOO_LONG',
        field: 'agency',
        limit: 4,
        message: 'agency has 5 digits; 4 fit',
      });
    }
  });
});

describe('oneOf', () => {
  it('returns an allowed value, in the width of the first one', () => {
    assert.deepEqual([oneOf('wallet', '18', ['16', '18']), oneOf('wallet', 6, ['06', '16'])], ['18', '06']);
  });

  it('refuses any other value, and names the allowed ones', () => {
    assert.throws(() => oneOf('wallet', 17, ['16', '18']), {
      code: 'NOT_ALLOWED',
      field: 'wallet',
      limit: '16, 18',
      message: 'wallet 17 is none of 16, 18',
    });
    assert.throws(() => oneOf('wallet', '016', ['16', '18']), {
      code: 'TOO_LONG',
      field: 'wallet',
      limit: 2,
    });
  });
});

describe('integerWithin', () => {
  it('returns an integer from the lower bound to the upper one', () => {
    assert.deepEqual(
      [3, 5, 9].map((value) => integerWithin('amount', value, 3, 9)),
      [3, 5, 9],
    );
  });

  for (const [value, limit] of [
    [2, 3],
    [-9, 3],
    [10, 9],
    [1000, 9],
  ] as const) {
    it(`refuses ${value} for 3 to 9, and names ${limit} as the nearest`, () => {
      assert.throws(() => integerWithin('amount', value, 3, 9), {
        code: 'OUT_OF_RANGE',
        field: 'amount',
        limit,
        message: 'amount must be 3 to 9',
      });
    });
  }

  it('refuses what is no safe integer', () => {
    for (const value of ['5', 4.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 5n, undefined]) {
      assert.throws(() => integerWithin('amount', value as number, 3, 2 ** 60), {
        code: 'NOT_AN_INTEGER',
        field: 'amount',
        limit: undefined,
        message: 'amount must be an integer',
      });
    }
  });
});
