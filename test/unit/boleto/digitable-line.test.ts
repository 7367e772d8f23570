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
    ['arrecadação', '846700000017435900240209024050002435842210108119', 'ARRECADACAO'],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => toBarcode(line), { code, field: 'digitableLine' }));
  }
});
