import assert from 'node:assert/strict';
import { parseFilter } from '../../../../src/emulator/logs/filter.js';

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

  it('finds a regular expression', () => {
    assert.equal(parseFilter('%ERR.*ba[mn]k%')?.(MESSAGE), true);
    assert.equal(parseFilter('%ERR.*house%')?.(MESSAGE), false);
  });

  const EVENT =
    '{"event":"request","status":503,"ok":false,"owner":null,"at":["one","two"],"bank":{"id":33}}';
  for (const [pattern, expected] of [
    ['{ $.status = 503 }', true],
    ['{ $.status = "503" }', true],
    ['{ $.status >= 500 && $.status < 503 }', false],
    ['{ $.event = req* }', true],
    ['{ $.event = "req" }', false],
    ['{ $.event != "request" }', false],
    ['{ $.nothing != "request" }', false],
    ['{ $.nothing NOT EXISTS }', true],
    ['{ $.owner IS NULL && $.ok IS FALSE }', true],
    ['{ $.at[1] = "two" }', true],
    ['{ $.bank.id = 34 || ($.event = %^re% && $.bank.id = 33) }', true],
    ['{$.status=503&&$.event="request"}', true],
  ] as const) {
    it(`${expected ? 'finds' : 'does not find'} ${pattern}`, () =>
      assert.equal(parseFilter(pattern)?.(EVENT), expected));
  }

  it('finds no JSON in text', () => assert.equal(parseFilter('{ $.a NOT EXISTS }')?.(MESSAGE), false));

  for (const pattern of ['[a, b]', '{ $.a }', '{ $.a = }', '{ a = 1 }', '{ $.a = 1', '{ ($.a = 1 }']) {
    it(`does not know ${pattern}`, () => assert.equal(parseFilter(pattern), undefined));
  }
});
