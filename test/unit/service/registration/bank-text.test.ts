import assert from 'node:assert/strict';
import {
  bankBytes,
  bankDigits,
  bankText,
  stateCode,
} from '../../../../src/service/registration/bank-text.js';

describe('text as banks take it', () => {
  for (const [given, width, expected] of [
    ['José da Silva', 40, 'José da Silva'],
    ['Ｊosé\n da\t Silva 👍', 40, 'José da Silva'],
    ['Jose\u0301 \u0007Łukasz', 40, 'José ukasz'],
    ['ﬁm', 40, 'fim'],
    ['a b', 2, 'a'],
    [null, 40, ''],
    [308, 10, '308'],
  ] as const) {
    it(`${JSON.stringify(given)} in ${width} is ${JSON.stringify(expected)}`, () => {
      assert.equal(bankText(given, width), expected);
    });
  }

  it('keeps the digits of a CEP', () => {
    assert.equal(bankDigits('01310-100', 8), '01310100');
  });

  it('cuts by bytes between characters', () => {
    assert.deepEqual(
      [bankBytes('ação', 4), bankBytes('ação', 5), bankBytes('ação', 6)],
      ['aç', 'açã', 'ação'],
    );
  });

  it('knows a state by its letters and by its name, and guesses none', () => {
    const codes = ['sp', ' São Paulo', 'PARÁ', 'Distrito Federal', 'Amazonia', 'XX', '', null].map(stateCode);
    assert.deepEqual(codes, ['SP', 'SP', 'PA', 'DF', '', '', '', '']);
  });
});
