import assert from 'node:assert/strict';
import { issue, parse, type SantanderFields } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<SantanderFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '033', dueDate, amount, beneficiary: '1899775', titleId: '1', wallet: '102', ...fields });

const example = '03398204600000273719028203356661245780020101';

describe('Santander, 033', () => {
  it('gives the manual\u2019s worked example', () => {
    const fields = { beneficiary: '0282033', titleId: '566612457800', wallet: '101' } as const;
    const issued = boleto(fields, '2003-05-15', 27_371);
    assert.equal(issued.barcode, example);
    assert.equal(issued.formattedTitleId, '566612457800-2');
  });

  for (const [titleId, dueDate, amount, barcode] of [
    ['90000267', '2011-10-09', 2500, '03398511500000025009189977500009000026700102'],
    ['90002720', '2012-09-08', 5400, '03399545000000054009189977500009000272070102'],
  ] as const) {
    it(`gives the published barcode of title ${titleId}`, () => {
      assert.equal(boleto({ titleId }, dueDate, amount).barcode, barcode);
    });
  }

  it('writes IOF 0 where it is not given, and an insurer\u2019s where it is', () => {
    assert.equal(boleto({}).barcode.at(40), '0');
    assert.equal(boleto({ iof: 7 }).barcode.at(40), '7');
  });

  it('reads the fields of the manual\u2019s example', () => {
    assert.deepEqual(parse(example, { referenceDate: '2003-01-01' }).fields, {
      beneficiary: '0282033',
      titleId: '566612457800',
      iof: '0',
      wallet: '101',
    });
  });

  it('refuses a wrong check digit of the nosso número', () => {
    // Digit 40 changed from 2 to 3, and the general check digit made to agree with it.
    assert.throws(
      () => parse('03392204600000273719028203356661245780030101', { referenceDate: '2003-01-01' }),
      {
        code: 'WRONG_CHECK_DIGIT',
        field: 'freeField',
        limit: '2',
      },
    );
  });

  it('refuses a carteira that the layout does not have', () => {
    assert.throws(() => boleto({ wallet: '103' as '101' }), {
      code: 'NOT_ALLOWED',
      field: 'wallet',
      limit: '101, 102, 201',
      message: 'wallet 103 is none of 101, 102, 201',
    });
  });
});
