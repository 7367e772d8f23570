import assert from 'node:assert/strict';
import { parseFilter } from '../../../../src/local/logs/filter.js';

const MESSAGE = 'ERROR no answer: "timeout" of bank';

describe('parseFilter', () => {
  for (const [pattern, expected] of [
    ['ERROR', true],
    ['ERROR bank', true],
    ['ERROR house', false],
    ['"no answer"', true],
    ['"answer no"', false],
    ['?house ?bank', true],
    ['?house ?garden', false],
    ['ERROR -bank', false],
    ['ERROR -house', true],
  ] as const) {
    it(`${expected ? 'finds' : 'does not find'} ${pattern}`, () =>
      assert.equal(parseFilter(pattern)?.(MESSAGE), expected));
  }

  for (const pattern of ['{ $.level = "ERROR" }', '[a, b]', '%ERR.*%']) {
    it(`does not know ${pattern}`, () => assert.equal(parseFilter(pattern), undefined));
  }
});
