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

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '033', factorAndAmount: '20460000027371', freeField });
    return parseBoleto(code, { referenceDate: '2003-01-01' }).fields;
  };

  it('refuses a wrong check digit of the nosso número', () => {
    assert.throws(() => read('9028203356661245780030101'), {
      code: 'WRONG_CHECK_DIGIT',
      field: 'freeField',
      limit: '2',
      message: 'the check digit of the nosso número, inside the campo livre, should be 2',
    });
    assert.throws(() => read('9028203356661245780010101'), { code: 'WRONG_CHECK_DIGIT' });
  });

  it('reads check digit 1 as well as 0 for remainder 1, which the manual leaves open', () => {
    // 6 × 2 is 12, which leaves 1.
    for (const digit of ['0', '1']) {
      assert.equal(read(`90282033000000000006${digit}0101`)?.titleId, '000000000006');
    }
    assert.throws(() => read('9028203300000000000620101'), { code: 'WRONG_CHECK_DIGIT', limit: '0' });
  });

  it('does not read other layouts', () => {
    assert.equal(read('8028203356661245780020101'), undefined);
    assert.equal(read('9028203356661245780020103'), undefined);
  });

  it('refuses an unknown carteira', () => {
    assert.throws(() => boleto({ wallet: '103' as '101' }), {
      code: 'NOT_ALLOWED',
      field: 'wallet',
      limit: '101, 102, 201',
      message: 'wallet 103 is none of 101, 102, 201',
    });
  });
});
