import assert from 'node:assert/strict';
import {
  barcodeCheckDigit,
  modulus10,
  modulus11,
  modulus11Remainder,
} from '../../../src/boleto/check-digits.js';

describe('modulus10', () => {
  it('doubles the last digit, and adds the digits of a product of two digits', () => {
    // 0, 2, 4, 6, 8, then 1+0, 1+2, 1+4, 1+6, 1+8: the check digit is what is missing to ten.
    assert.equal([...'0123456789'].map(modulus10).join(''), '0864297531');
  });

  it('counts the digit before the last one once', () => {
    assert.equal(Array.from('0123456789', (digit) => modulus10(`${digit}0`)).join(''), '0987654321');
  });

  it('alternates the weights, and gives 0 for a sum that ten divides', () => {
    // From the right: 2×2, 1×1, 8→16→7, 1×3, 3→6, 1×9, 7→14→5, 1×3, 2→4: 42 in all.
    assert.equal(modulus10('237933812'), '8');
    assert.equal(modulus10('19'), '0');
  });
});

describe('modulus11Remainder', () => {
  it('weighs the digits from the right 2 to 9, and then again from 2', () => {
    const ones = Array.from({ length: 10 }, (_, zeros) => modulus11Remainder(`1${'0'.repeat(zeros)}`));
    assert.deepEqual(ones, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3]);
  });

  it('weighs them up to another highest weight', () => {
    const ones = (highest: number) =>
      Array.from({ length: 7 }, (_, zeros) => modulus11Remainder(`1${'0'.repeat(zeros)}`, highest));
    assert.deepEqual(
      [ones(7), ones(4)],
      [
        [2, 3, 4, 5, 6, 7, 2],
        [2, 3, 4, 2, 3, 4, 2],
      ],
    );
  });

  it('counts a letter as its ASCII code minus 48', () => {
    assert.deepEqual(
      ['A', 'Z'].map((letter) => modulus11Remainder(letter)),
      [(17 * 2) % 11, (42 * 2) % 11],
    );
  });
});

describe('a check digit of modulus 11', () => {
  /** Digits that leave each remainder from 0 to 10. */
  const digits = ['0', '6', '1', '7', '2', '8', '3', '9', '4', '30', '5'];

  it('is 11 minus the remainder, and 0 for the remainders 0 and 1, at Caixa and Santander', () => {
    assert.deepEqual(
      digits.map((text) => modulus11Remainder(text)),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    assert.equal(digits.map(modulus11).join(''), '00987654321');
  });

  it('is 1 and never 0 in a barcode, and covers what is before and behind it', () => {
    assert.equal(digits.map((text) => barcodeCheckDigit('', text)).join(''), '11987654321');
    assert.equal(digits.map((text) => barcodeCheckDigit(text, '')).join(''), '11987654321');
    // 1×3 and 3×2 leave 9.
    assert.equal(barcodeCheckDigit('1', '3'), '2');
  });
});
