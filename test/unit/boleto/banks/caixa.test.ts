import assert from 'node:assert/strict';
import { type CaixaFields, formatDigitableLine, issue, parse } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<CaixaFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '104', dueDate, amount, beneficiary: '005507', titleId: '1', ...fields });

describe('Caixa, 104', () => {
  it('gives the manual\u2019s worked example', () => {
    const { digitableLine, titleId } = boleto({ titleId: '222333777777777' }, '2006-08-23', 32_112);
    assert.equal(
      formatDigitableLine(digitableLine),
      '10490.05505 77222.133348 77777.777713 4 32420000032112',
    );
    assert.equal(titleId, '14222333777777777');
  });

  it('gives the published barcode of beneficiary 123456', () => {
    const { barcode } = boleto({ beneficiary: 123456, titleId: 2 }, '2016-09-15', 10_000);
    assert.equal(barcode, '10498691800000100001234560000100040000000021');
  });

  it('prints a nosso número with its check digit', () => {
    const issued = boleto({ titleId: 19 });
    assert.equal(issued.formattedTitleId, '14000000000000019-7');
    assert.equal(issued.titleIdCheckDigit, '7');
  });

  it('writes 24 in front of a nosso número that is not registered', () => {
    const issued = boleto({ registered: false });
    assert.equal(issued.titleId, '24000000000000001');
    assert.equal(parse(issued.barcode, { referenceDate: '2026-11-24' }).fields?.modality, '24');
  });

  it('takes a beneficiary of seven digits without check digit', () => {
    assert.equal(boleto({ beneficiary: '1100000' }).barcode.slice(19, 26), '1100000');
    assert.equal(boleto({ beneficiary: 9_999_999 }).barcode.slice(19, 26), '9999999');
  });

  for (const [what, fields, error] of [
    [
      'a beneficiary between the two forms',
      { beneficiary: 1_000_000 },
      { code: 'OUT_OF_RANGE', field: 'beneficiary' },
    ],
    [
      'a beneficiary of eight digits',
      { beneficiary: 12_345_678 },
      { code: 'TOO_LONG', field: 'beneficiary', limit: 7 },
    ],
    [
      'a nosso número of sixteen digits',
      { titleId: '1'.repeat(16) },
      { code: 'TOO_LONG', field: 'titleId', limit: 15 },
    ],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => boleto(fields), error));
  }

  it('ends at R$ 9,999,999.99', () => {
    assert.equal(boleto({}, '2026-12-31', 999_999_999).barcode.slice(9, 19), '0999999999');
    assert.throws(() => boleto({}, '2026-12-31', 1_000_000_000), {
      code: 'OUT_OF_RANGE',
      field: 'amount',
      limit: 999_999_999,
    });
  });

  it('reads the fields of the manual\u2019s example', () => {
    const line = '10490.05505 77222.133348 77777.777713 4 32420000032112';
    assert.deepEqual(parse(line, { referenceDate: '2006-08-01' }).fields, {
      beneficiary: '005507',
      titleId: '222333777777777',
      modality: '14',
    });
  });

  it('refuses a wrong check digit inside the campo livre', () => {
    // Digit 44 changed from 1 to 2, and the general check digit made to agree with it.
    const wrong = '10492324200000321120055077222133347777777772';
    assert.throws(() => parse(wrong, { referenceDate: '2006-08-01' }), {
      code: 'WRONG_CHECK_DIGIT',
      field: 'freeField',
      limit: '1',
    });
  });
});
