import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { type AilosFields, issue, parseBoleto } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<AilosFields>, dueDate = '2021-09-28', amount = 8021) =>
  issue({
    bank: '085',
    dueDate,
    amount,
    agreement: 101104,
    account: 2315602,
    titleId: 74644,
    wallet: 1,
    ...fields,
  });

describe('Ailos, 085', () => {
  /** The tests of BoletoNetCore, carteira 1: account 231560-2. */
  for (const [titleId, amount, number, barcode] of [
    [74644, 8021, '02315602000074644', '08591875700000080211011040231560200007464401'],
    [74641, 18_725, '02315602000074641', '08592875700000187251011040231560200007464101'],
    [75743, 4900, '02315602000075743', '08593875700000049001011040231560200007574301'],
    [74669, 210_050, '02315602000074669', '08598875700002100501011040231560200007466901'],
  ] as const) {
    it(`writes number ${titleId} as BoletoNetCore does`, () => {
      const issued = boleto({ titleId }, '2021-09-28', amount);
      assert.equal(issued.barcode, barcode);
      assert.deepEqual(
        [issued.titleId, issued.titleIdCheckDigit, issued.formattedTitleId],
        [number, null, number],
      );
    });
  }

  /** The tests of brcobranca. */
  for (const [fields, barcode] of [
    [{ agreement: 0, account: 11111119, titleId: 1 }, '08593643900000001000000001111111900000000101'],
    [{ agreement: 234, account: 3561569, titleId: 1 }, '08593643900000001000002340356156900000000101'],
  ] as const) {
    it(`writes account ${fields.account} as brcobranca does`, () => {
      assert.equal(boleto(fields, '2015-05-25', 100).barcode, barcode);
    });
  }

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '085', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' });
  };

  it('reads the fields of BoletoNetCore’s example', () => {
    const { fields, warnings } = read('1011040231560200007464401');
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields, {
      agreement: '101104',
      account: '02315602',
      titleId: '000074644',
      wallet: '01',
    });
  });
});
