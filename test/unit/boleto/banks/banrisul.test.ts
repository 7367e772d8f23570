import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { type BanrisulFields, issue, parseBoleto } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<BanrisulFields>, dueDate = '2000-07-04', amount = 55_000) =>
  issue({ bank: '041', dueDate, amount, agency: 1102, beneficiary: 9000150, titleId: 22832563, ...fields });

describe('Banrisul, 041', () => {
  /** The tests of brcobranca. */
  for (const [fields, dueDate, amount, formatted, barcode] of [
    [{}, '2015-06-26', 127_890, '22832563-51', '04191647100001278902111029000150228325634059'],
    [{}, '2000-07-04', 55_000, '22832563-51', '04198100100000550002111029000150228325634059'],
    [{ titleId: 9274 }, '2000-07-04', 55_000, '00009274-22', '04194100100000550002111029000150000092744028'],
    [{ titleId: 9194 }, '2000-07-04', 55_000, '00009194-38', '04198100100000550002111029000150000091944023'],
    [
      { agency: 16, beneficiary: 164640, titleId: 3408099 },
      '2017-01-12',
      121_600,
      undefined,
      '04192703700001216002100160164640034080994027',
    ],
  ] as const) {
    it(`writes ${barcode} as brcobranca does`, () => {
      const issued = boleto(fields, dueDate, amount);
      assert.equal(issued.barcode, barcode);
      if (formatted) assert.equal(issued.formattedTitleId, formatted);
    });
  }

  /** The tests of BoletoNetCore, carteira 1. */
  for (const [titleId, dueDate, amount, formatted, barcode] of [
    [458, '2016-10-01', 27_615, '00000458-02', '04191693400000276152103401234560000004584090'],
    [451, '2016-08-01', 64_734, '00000451-52', '04192687300000647342103401234560000004514041'],
    [453, '2016-09-02', 21_712, '00000453-14', '04194690500000217122103401234560000004534018'],
    [456, '2016-09-02', 28_725, '00000456-40', '04197690500000287252103401234560000004564030'],
  ] as const) {
    it(`writes nosso número ${titleId} as BoletoNetCore does`, () => {
      const issued = boleto({ agency: 340, beneficiary: 1234560, titleId }, dueDate, amount);
      assert.equal(issued.barcode, barcode);
      assert.equal(issued.formattedTitleId, formatted);
    });
  }

  it('carries: remainder 1 makes the first digit 1 more, and 9 becomes 0', () => {
    // 9194 has modulus 10 digit 2: 9194 2 leaves 1 by eleven, so that 3 is tried: 38, as above. All digits that are reached
    // this way or directly have a second digit of 0 to 9, never X.
    const pairs = Array.from({ length: 2000 }, (_, titleId) => boleto({ titleId }).titleIdCheckDigit ?? '');
    assert.ok(pairs.every((pair) => /^\d\d$/.test(pair)));
    assert.deepEqual([...new Set(pairs.map((pair) => pair[0]))].sort(), [...'0123456789']);
    assert.deepEqual([...new Set(pairs.map((pair) => pair[1]))].sort(), [...'0123456789']);
    // 10 has modulus 10 digit 9, and 1 × 3 + 0 × 3 … : 0000001 0 9 is 9 × 2 + 0 × 3 + 1 × 4 = 22, remainder 0.
    assert.equal(boleto({ titleId: 10 }).titleIdCheckDigit, '90');
  });

  it('writes produto 2 unless it is given', () => {
    assert.equal(boleto({}).barcode.slice(19, 21), '21');
    assert.equal(boleto({ product: 1 }).barcode.slice(19, 21), '11');
    assert.throws(() => boleto({ product: 3 }), { code: 'NOT_ALLOWED', field: 'product', limit: '1, 2' });
  });

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '041', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' });
  };
  const warned = (freeField: string, message: string) => {
    const { fields, warnings } = read(freeField);
    assert.equal(fields, undefined);
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  };

  it('reads the fields of brcobranca’s example', () => {
    const { fields, warnings } = read('2111029000150228325634059');
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields, { product: '2', agency: '1102', beneficiary: '9000150', titleId: '22832563' });
  });

  it('warns of other check digits', () => {
    for (const digits of ['58', '49']) {
      warned(
        `21110290001502283256340${digits}`,
        'the check digit of the campo livre, inside the campo livre, should be 59',
      );
    }
  });

  for (const freeField of [
    '3111029000150228325634059',
    '2011029000150228325634059',
    '2111029000150228325634159',
    '2111029000150228325633059',
  ]) {
    it(`does not read ${freeField}, another layout`, () =>
      warned(freeField, 'the campo livre has no known layout of its bank'));
  }
});
