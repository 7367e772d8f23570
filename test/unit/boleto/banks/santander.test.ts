import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { issue, parseBoleto, type SantanderFields } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<SantanderFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '033', dueDate, amount, beneficiary: '1899775', titleId: '1', wallet: '102', ...fields });

const example = '03398204600000273719028203356661245780020101';

describe('Santander, 033', () => {
  it('writes the worked example of the manual', () => {
    const fields = { beneficiary: '0282033', titleId: '566612457800', wallet: '101' } as const;
    const issued = boleto(fields, '2003-05-15', 27_371);
    assert.equal(issued.barcode, example);
    assert.equal(issued.formattedTitleId, '566612457800-2');
  });

  for (const [titleId, dueDate, amount, barcode] of [
    ['90000267', '2011-10-09', 2500, '03398511500000025009189977500009000026700102'],
    ['90002720', '2012-09-08', 5400, '03399545000000054009189977500009000272070102'],
  ] as const) {
    it(`writes the published barcode of title ${titleId}`, () => {
      assert.equal(boleto({ titleId }, dueDate, amount).barcode, barcode);
    });
  }

  it('writes IOF 0 unless it is given', () => {
    assert.equal(boleto({}).barcode.at(40), '0');
    assert.equal(boleto({ iof: 7 }).barcode.at(40), '7');
  });

  it('reads the fields of the worked example', () => {
    assert.deepEqual(parseBoleto(example, { referenceDate: '2003-01-01' }).fields, {
      beneficiary: '0282033',
      titleId: '566612457800',
      iof: '0',
      wallet: '101',
    });
  });

  /** The tests of BoletoNetCore for carteira 101 variation 2, and the boleto that was reported as refused. */
  for (const [titleId, dueDate, amount, barcode] of [
    ['0000000000456', '2016-10-01', 271_716, '03399693400002717169123456700000000004560101'],
    ['0000000013724', '2016-09-02', 29_746, '03394690500000297469123456700000000137240101'],
    ['0000000000866', '2026-12-31', 28_998, '03398167700000289989123456700000000008660101'],
  ] as const) {
    it(`writes and reads nosso número ${titleId}, of 13 positions`, () => {
      const issued = boleto({ beneficiary: 1_234_567, titleId, wallet: '101' }, dueDate, amount);
      assert.equal(issued.barcode, barcode);
      assert.deepEqual([issued.formattedTitleId, issued.titleIdCheckDigit], [titleId, null]);
      const { fields, warnings } = parseBoleto(barcode, { referenceDate: '2016-01-01' });
      assert.deepEqual(fields, { beneficiary: '1234567', titleId, iof: '0', wallet: '101' });
      assert.deepEqual(warnings, []);
    });
  }

  it('writes 13 digits as they are, so that the last may also be the check digit', () => {
    const issued = boleto({ titleId: 5_666_124_578_002 });
    assert.equal(issued.barcode.slice(27, 40), '5666124578002');
    assert.equal(issued.barcode, boleto({ titleId: '566612457800' }).barcode);
  });

  it('refuses 14 digits', () => {
    const error = { code: 'TOO_LONG', field: 'titleId', limit: 13 };
    assert.throws(() => boleto({ titleId: '1'.repeat(14) }), error);
  });

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '033', factorAndAmount: '20460000027371', freeField });
    return parseBoleto(code, { referenceDate: '2003-01-01' }).fields;
  };

  // 6 × 2 is 12, which leaves 1: the digit is 0. 1 × 2 and 9 × 3 are 29, which leaves 7: it is 4. 0 leaves 0.
  for (const [positions, titleId] of [
    ['0000000000060', '000000000006'],
    ['0000000000061', '0000000000061'],
    ['0000000000914', '000000000091'],
    ['0000000000000', '000000000000'],
    ['5666124578003', '5666124578003'],
  ] as const) {
    it(`reads ${positions} as nosso número ${titleId}`, () => {
      assert.equal(read(`90282033${positions}0101`)?.titleId, titleId);
    });
  }

  it('does not read other layouts', () => {
    assert.equal(read('8028203356661245780020101'), undefined);
    assert.equal(read('9028203356661245780020103'), undefined);
  });

  it('writes carteira 104', () => {
    const issued = boleto({ wallet: '104' });
    assert.equal(issued.barcode.slice(-3), '104');
    assert.equal(parseBoleto(issued.barcode, { referenceDate: '2026-11-24' }).fields?.wallet, '104');
  });

  it('refuses an unknown carteira', () => {
    assert.throws(() => boleto({ wallet: '103' as '101' }), {
      code: 'NOT_ALLOWED',
      field: 'wallet',
      limit: '101, 102, 104, 201',
      message: 'wallet 103 is none of 101, 102, 104, 201',
    });
  });
});
