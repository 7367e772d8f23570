import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { issue, parseBoleto, type SafraFields } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<SafraFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '422', dueDate, amount, agency: 12345, account: '001234567', titleId: 453, ...fields });

describe('Safra, 422', () => {
  /** The tests of BoletoNetCore, carteira 1: agency 1234-5, account 123456-7. */
  for (const [titleId, dueDate, amount, formatted, barcode] of [
    [453, '2016-09-01', 14_150, '00000453-7', '42291690400000141507123450012345670000045372'],
    [456, '2016-10-01', 271_112, '00000456-1', '42292693400002711127123450012345670000045612'],
    [443, '2016-09-02', 292_127, '00000443-0', '42297690500002921277123450012345670000044302'],
    [561, '2017-01-01', 27_600, '00000561-4', '42299702600000276007123450012345670000056142'],
  ] as const) {
    it(`writes nosso número ${titleId} as BoletoNetCore does`, () => {
      const issued = boleto({ titleId }, dueDate, amount);
      assert.equal(issued.barcode, barcode);
      assert.equal(issued.formattedTitleId, formatted);
    });
  }

  /** The tests of brcobranca. */
  for (const [fields, dueDate, amount, barcode] of [
    [
      { agency: '00400', account: '000278247', titleId: 26173001 },
      '2025-02-23',
      18_084,
      '42296100100000180847004000002782472617300112',
    ],
    [
      { agency: 11500, account: '006276729', titleId: 50153004 },
      '2016-03-30',
      554_305,
      '42291674900005543057115000062767295015300452',
    ],
  ] as const) {
    it(`writes nosso número ${fields.titleId} as brcobranca does`, () => {
      assert.equal(boleto(fields, dueDate, amount).barcode, barcode);
    });
  }

  // brcobranca: 26173001 leaves 0 and has 1. BoletoNetCore: 443 leaves 1 and has 0; 456 leaves 10 and has 1.
  for (const [titleId, digit] of [
    [26173001, '1'],
    [443, '0'],
    [456, '1'],
    [94550200, '1'],
    [93199999, '5'],
  ] as const) {
    it(`gives ${titleId} the check digit ${digit}`, () => {
      assert.equal(boleto({ titleId }).titleIdCheckDigit, digit);
    });
  }

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '422', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' });
  };
  const warned = (freeField: string, message: string) => {
    const { fields, warnings } = read(freeField);
    assert.equal(fields, undefined);
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  };

  it('reads the fields of brcobranca’s example', () => {
    const { fields, warnings } = read('7004000002782472617300112');
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields, { agency: '00400', account: '000278247', titleId: '26173001' });
  });

  it('warns of another check digit', () => {
    warned(
      '7004000002782472617300122',
      'the check digit of the nosso número, inside the campo livre, should be 1',
    );
  });

  for (const freeField of ['6004000002782472617300112', '7004000002782472617300114']) {
    it(`does not read ${freeField}, another layout`, () =>
      warned(freeField, 'the campo livre has no known layout of its bank'));
  }
});
