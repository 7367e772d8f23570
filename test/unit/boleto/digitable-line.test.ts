import assert from 'node:assert/strict';
import { formatDigitableLine, toBarcode, toDigitableLine } from '../../../src/boleto/index.js';

describe('the digitable line', () => {
  // From Caixa's manual 67.119, not from this library.
  const printed = '10490.05505 77222.133348 77777.777713 4 32420000032112';
  const barcode = '10494324200000321120055077222133347777777771';

  it('is read into its barcode', () => assert.equal(toBarcode(printed), barcode));

  it('is made from the barcode, and printed as the bank prints it', () => {
    assert.equal(formatDigitableLine(toDigitableLine(barcode)), printed);
  });

  it('is made from the worked examples of other banks and read back', () => {
    for (const code of [
      '34196166700000123451101234567880057123457000',
      '00191684600002246740000001474166000000032817',
      '10498691800000100001234560000100040000000021',
      '03398204600000273719028203356661245780020101',
    ]) {
      assert.equal(toBarcode(toDigitableLine(code)), code);
    }
  });

  for (const [what, line, code] of [
    ['46 digits', '1049005505772221333487777777771343242000003211', 'WRONG_LENGTH'],
    ['a wrong digit in field 2', printed.replace('77222', '77223'), 'WRONG_CHECK_DIGIT'],
    ['48 digits', `${printed}0`, 'WRONG_LENGTH'],
    ['letters', printed.replace('77222', '7722a'), 'NOT_DIGITS'],
    ['a barcode of arrecadação', '84670000001435900240200240500024384221010811', 'WRONG_LENGTH'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => toBarcode(line), { code, field: 'digitableLine' });
      assert.throws(() => formatDigitableLine(line), { code, field: 'digitableLine' });
    });
  }

  for (const [field, from, to, message] of [
    [1, '10490', '10491', 'the check digit of field 1 of the digitable line is 5 and should be 3'],
    [2, '77222', '77223', 'the check digit of field 2 of the digitable line is 8 and should be 7'],
    [
      3,
      '77777.777713',
      '77777.777714',
      'the check digit of field 3 of the digitable line is 4 and should be 3',
    ],
  ] as const) {
    it(`names field ${field} and its right check digit`, () => {
      assert.throws(() => toBarcode(printed.replace(from, to)), {
        code: 'WRONG_CHECK_DIGIT',
        field: 'digitableLine',
        limit: message.at(-1),
        message,
      });
    });
  }

  for (const [what, code, error] of [
    ['43 digits', barcode.slice(0, -1), { code: 'WRONG_LENGTH', limit: 44 }],
    ['45 digits', `${barcode}1`, { code: 'WRONG_LENGTH', limit: 44 }],
    ['a letter', `${barcode.slice(0, -1)}a`, { code: 'NOT_DIGITS' }],
    ['a foreign currency', `1048${barcode.slice(4)}`, { code: 'WRONG_CURRENCY', limit: '9' }],
    [
      'a wrong check digit',
      `10495${barcode.slice(5)}`,
      {
        code: 'WRONG_CHECK_DIGIT',
        limit: '4',
        message: 'the general check digit (digit 5 of a barcode, 33 of a line) is 5 and should be 4',
      },
    ],
    ['a line of arrecadação', '846700000017435900240209024050002435842210108119', { code: 'WRONG_LENGTH' }],
  ] as const) {
    it(`is not made from a barcode with ${what}`, () => {
      assert.throws(() => toDigitableLine(code), { field: 'barcode', ...error });
    });
  }
});
