import assert from 'node:assert/strict';
import { parseFilter } from '../../../../src/emulator/logs/filter.js';

const MESSAGE = 'ERROR no answer: "timeout" of bank';

describe('parseFilter', () => {
  for (const [pattern, expected] of [
    ['ERROR', true],
    ['error', false],
    ['ERROR bank', true],
    ['ERROR house', false],
    ['house ERROR', false],
    ['"no answer"', true],
    ['"answer no"', false],
    ['"\\"timeout\\""', true],
    ['"\\"time\\""', false],
    ['?house ?bank', true],
    ['?bank ?house', true],
    ['?house ?garden', false],
    ['ERROR ?house', true],
    ['ERROR -bank', false],
    ['ERROR -house', true],
    ['ERROR -house -bank', false],
    ['-house', true],
    ['-"no answer"', false],
    ['%ERR.*ba[mn]k%', true],
    ['%ERR.*house%', false],
    ['-%ERR%', false],
    ['', true],
  ] as const) {
    it(`${expected ? 'finds' : 'does not find'} ${pattern || 'the empty pattern'}`, () =>
      assert.equal(parseFilter(pattern)?.(MESSAGE), expected));
  }

  it('throws for an invalid regular expression', () => assert.throws(() => parseFilter('%(%'), SyntaxError));

  const EVENT =
    '{"event":"request","status":503,"ok":false,"up":true,"owner":null,"at":["one","two"],"bank":{"id":33},"text":"a.b\\nc","x-y":1,"code":"503","quote":"a\\"b"}';
  for (const [pattern, expected] of [
    ['{ $.status = 503 }', true],
    ['{ $.status = 502 }', false],
    ['{ $.status = "503" }', true],
    ['{ $.code = 503 }', false],
    ['{ $.code = "503" }', true],
    ['{ $.code = 50* }', true],
    ['{ $.quote = "a\\"b" }', true],
    ['{ $.status != 503 }', false],
    ['{ $.status != 502 }', true],
    ['{ $.status < 503 }', false],
    ['{ $.status < 504 }', true],
    ['{ $.status <= 503 }', true],
    ['{ $.status <= 502 }', false],
    ['{ $.status > 503 }', false],
    ['{ $.status > 502 }', true],
    ['{ $.status >= 503 }', true],
    ['{ $.status >= 504 }', false],
    ['{ $.event > 1 }', false],
    ['{ $.status >= 500 && $.status < 503 }', false],
    ['{ $.event = req* }', true],
    ['{ $.event = *quest }', true],
    ['{ $.event = "r*t" }', true],
    ['{ $.event = "req" }', false],
    ['{ $.event = quest }', false],
    ['{ $.event != "request" }', false],
    ['{ $.event != req* }', false],
    ['{ $.event != other }', true],
    ['{ $.nothing != "request" }', false],
    ['{ $.owner != "request" }', false],
    ['{ $.nothing = "undefined" }', false],
    ['{ $.text = "a.b*" }', true],
    ['{ $.text = "a?b*" }', false],
    ['{ $.nothing NOT EXISTS }', true],
    ['{ $.owner NOT EXISTS }', false],
    ['{ $.owner IS NULL }', true],
    ['{ $.nothing IS NULL }', false],
    ['{ $.ok IS FALSE }', true],
    ['{ $.owner IS FALSE }', false],
    ['{ $.up IS TRUE }', true],
    ['{ $.event IS TRUE }', false],
    ['{ $.ok = false }', true],
    ['{ $.at[1] = "two" }', true],
    ['{ $.at[0] = "two" }', false],
    ['{ $.at[2] NOT EXISTS }', true],
    ['{ $.bank.id = 33 }', true],
    ['{ $.bank.toString NOT EXISTS }', true],
    ['{ $.owner.id NOT EXISTS }', true],
    ['{ $.x-y = 1 }', true],
    ['{ $.event = %^re% }', true],
    ['{ $.event = %^q% }', false],
    ['{ $.event != %^q% }', true],
    ['{ $.bank = %o% }', false],
    ['{ $.bank.id = 34 || ($.event = %^re% && $.bank.id = 33) }', true],
    ['{ ($.bank.id = 34 || $.event = %^re%) && $.bank.id = 34 }', false],
    ['{ $.status = 503 || $.status = 1 && $.status = 2 }', true],
    ['{ $.status = 1 && $.status = 2 || $.status = 503 }', true],
    ['{ $.status = 1 || $.status = 2 || $.status = 503 }', true],
    ['{$.status=503&&$.event="request"}', true],
    ['  { $.status = 503 }  ', true],
  ] as const) {
    it(`${expected ? 'finds' : 'does not find'} ${pattern}`, () =>
      assert.equal(parseFilter(pattern)?.(EVENT), expected));
  }

  for (const message of [MESSAGE, 'null', '1', '"text"']) {
    it(`finds no fields in ${message}`, () =>
      assert.equal(parseFilter('{ $.a NOT EXISTS }')?.(message), false));
  }

  for (const pattern of [
    '[a, b]',
    ' [a, b]',
    '{ $.a }',
    '{ $.a = }',
    '{ a = 1 }',
    '{ = 1 }',
    '{ $.a = 1',
    '{ ($.a = 1 }',
    '{ $.a = 1) }',
    '{ $.a = 1 && }',
    '{ $.a = 1 || }',
    '{ $.a = 1 $.b = 2 }',
    '{ $.a IS 1 }',
    '{ $.a IS constructor }',
    '{ $.a NOT 1 }',
    '{ $.a toString 1 }',
    '{ $.a && 1 }',
    '{ $.a = ! }',
    '{ }',
  ]) {
    it(`does not know ${pattern}`, () => assert.equal(parseFilter(pattern), undefined));
  }
});
