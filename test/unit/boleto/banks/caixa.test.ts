import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { modulus11 } from '../../../../src/boleto/check-digits.js';
import { type CaixaFields, formatDigitableLine, issue, parseBoleto } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<CaixaFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '104', dueDate, amount, beneficiary: '005507', titleId: '1', ...fields });

describe('Caixa, 104', () => {
  it('writes the worked example of the manual', () => {
    const { digitableLine, titleId } = boleto({ titleId: '222333777777777' }, '2006-08-23', 32_112);
    assert.equal(
      formatDigitableLine(digitableLine),
      '10490.05505 77222.133348 77777.777713 4 32420000032112',
    );
    assert.equal(titleId, '14222333777777777');
  });

  it('writes the published barcode of beneficiary 123456', () => {
    const { barcode } = boleto({ beneficiary: 123456, titleId: 2 }, '2016-09-15', 10_000);
    assert.equal(barcode, '10498691800000100001234560000100040000000021');
  });

  it('prints a nosso número with its check digit', () => {
    const issued = boleto({ titleId: 19 });
    assert.equal(issued.formattedTitleId, '14000000000000019-7');
    assert.equal(issued.titleIdCheckDigit, '7');
  });

  it('writes 24 in front of an unregistered nosso número', () => {
    const issued = boleto({ registered: false });
    assert.equal(issued.titleId, '24000000000000001');
    assert.equal(parseBoleto(issued.barcode, { referenceDate: '2026-11-24' }).fields?.modality, '24');
  });

  it('writes a beneficiary of seven digits without a check digit', () => {
    assert.match(boleto({ beneficiary: 999_999 }).barcode.slice(19, 26), /^999999\d$/);
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
      'the last beneficiary between the two forms',
      { beneficiary: 1_099_999 },
      { code: 'OUT_OF_RANGE', field: 'beneficiary', limit: 1_100_000 },
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

  it('writes amounts up to R$ 9,999,999.99', () => {
    assert.equal(boleto({}, '2026-12-31', 999_999_999).barcode.slice(9, 19), '0999999999');
    assert.throws(() => boleto({}, '2026-12-31', 1_000_000_000), {
      code: 'OUT_OF_RANGE',
      field: 'amount',
      limit: 999_999_999,
    });
  });

  it('reads the fields of the worked example', () => {
    const line = '10490.05505 77222.133348 77777.777713 4 32420000032112';
    assert.deepEqual(parseBoleto(line, { referenceDate: '2006-08-01' }).fields, {
      beneficiary: '005507',
      titleId: '222333777777777',
      modality: '14',
    });
  });

  const barcodeOf = (freeField: string) =>
    assembleBarcode({ bank: '104', factorAndAmount: '32420000032112', freeField });
  const parsed = (freeField: string) => parseBoleto(barcodeOf(freeField), { referenceDate: '2006-08-01' });
  const read = (freeField: string) => parsed(freeField).fields;

  it('warns of another check digit of the campo livre', () => {
    const { fields, warnings } = parsed('0055077222133347777777772');
    assert.equal(fields, undefined);
    const message = 'the check digit of the campo livre, inside the campo livre, should be 1';
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  });

  it('warns of another check digit of the beneficiary', () => {
    const checked = '005508722213334777777777';
    const { fields, warnings } = parsed(checked + modulus11(checked));
    assert.equal(fields, undefined);
    const message = 'the check digit of the código do beneficiário, inside the campo livre, should be 5';
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  });

  it('reads a beneficiary from 1100000 on with all its digits', () => {
    const checked = '110000022213334777777777';
    assert.equal(read(checked + modulus11(checked))?.beneficiary, '1100000');
  });

  for (const [what, freeField] of [
    ['not registered in a known way', '0055077222333347777777771'],
    ['not issued by the beneficiary', '0055077222133357777777771'],
  ] as const) {
    it(`does not read a nosso número that is ${what}`, () => assert.equal(read(freeField), undefined));
  }
});
