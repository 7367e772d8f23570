import assert from 'node:assert/strict';
import {
  bankBytes,
  bankDigits,
  bankText,
  stateCode,
} from '../../../../src/service/registration/bank-text.js';

describe('a text for a bank', () => {
  for (const [given, width, expected] of [
    ['José da Silva', 40, 'José da Silva'],
    ['Ｊosé\n da\t Silva 👍', 40, 'José da Silva ?'],
    ['Łukasz Świątek', 40, 'Lukasz Swiatek'],
    ['Rua “Três” – 1', 40, 'Rua "Três" - 1'],
    ['Jose\u0301 \u0007Łukasz', 40, 'José Lukasz'],
    ['ﬁm', 40, 'fim'],
    ['a b', 2, 'a'],
    [null, 40, ''],
    [308, 10, '308'],
  ] as const) {
    it(`of ${JSON.stringify(given)} in ${width} characters is ${JSON.stringify(expected)}`, () => {
      assert.equal(bankText(given, width), expected);
    });
  }

  it('of a CEP has its digits only, and as many as fit', () => {
    assert.equal(bankDigits('01310-100', 8), '01310100');
    assert.equal(bankDigits('01310-1009', 8), '01310100');
    assert.equal(bankDigits(null, 8), '');
  });

  it('is cut by bytes between two characters', () => {
    assert.deepEqual(
      [bankBytes('ação', 4), bankBytes('ação', 5), bankBytes('ação', 6)],
      ['aç', 'açã', 'ação'],
    );
  });

  it('of a state is its two letters, from the letters or the name, and never a guess', () => {
    const codes = ['sp', ' São Paulo', 'PARÁ', 'Distrito Federal', 'Amazonia', 'XX', '', null].map(stateCode);
    assert.deepEqual(codes, ['SP', 'SP', 'PA', 'DF', '', '', '', '']);
  });
});
