import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { type InterFields, issue, parseBoleto } from '../../../../src/boleto/index.js';

const boleto = (fields: Partial<InterFields>, dueDate = '2026-12-31', amount = 2000) =>
  issue({ bank: '077', dueDate, amount, agency: 1, wallet: 110, operation: 1234567, titleId: 1, ...fields });

describe('Inter, 077', () => {
  /** The tests of BoletoNetCore, carteira 110. */
  for (const [titleId, dueDate, amount, barcode] of [
    [458, '2016-10-01', 27_615, '07792693400000276150001110123456700000004586'],
    [451, '2016-08-01', 64_734, '07791687300000647340001110123456700000004511'],
    [452, '2016-10-02', 29_323, '07793693500000293230001110123456700000004529'],
    [453, '2016-09-02', 21_712, '07792690500000217120001110123456700000004537'],
    [1, '2023-08-31', 500, '07791945900000005000001110123456700000000014'],
  ] as const) {
    it(`writes nosso número ${titleId} as BoletoNetCore does`, () => {
      assert.equal(boleto({ titleId }, dueDate, amount).barcode, barcode);
    });
  }

  for (const [titleId, formatted] of [
    [4309540, '00019/110/0004309540-1'],
    [4309541, '00019/110/0004309541-9'],
    [1, '00019/110/0000000001-4'],
  ] as const) {
    it(`prints ${formatted} as BoletoNetCore does`, () => {
      assert.equal(boleto({ titleId }).formattedTitleId, formatted);
    });
  }

  it('gives a nosso número every check digit', () => {
    const digits = Array.from({ length: 60 }, (_, titleId) => boleto({ titleId }).titleIdCheckDigit);
    assert.deepEqual([...new Set(digits)].sort(), [...'0123456789']);
  });

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '077', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' });
  };
  const warned = (freeField: string, message: string) => {
    const { fields, warnings } = read(freeField);
    assert.equal(fields, undefined);
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  };

  it('reads the fields of BoletoNetCore’s example', () => {
    const { fields, warnings } = read('0001110123456700000004586');
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields, { agency: '0001', wallet: '110', operation: '1234567', titleId: '0000000458' });
  });

  it('reads a published barcode of carteira 112', () => {
    const code = '07797900200000151300001112064449900815936556';
    const { fields, warnings } = parseBoleto(code, { referenceDate: '2022-05-01' });
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields, { agency: '0001', wallet: '112', operation: '0644499', titleId: '0081593655' });
  });

  it('warns of another check digit', () => {
    warned(
      '0001110123456700000004587',
      'the check digit of the nosso número, inside the campo livre, should be 6',
    );
  });
});
