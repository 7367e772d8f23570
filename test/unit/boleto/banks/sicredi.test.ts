import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { type BoletoData, issue, parseBoleto, type SicrediFields } from '../../../../src/boleto/index.js';

const fields = { agency: '0156', post: '05', beneficiary: '85305', year: 19, byte: 2, titleId: 4 } as const;
const boleto = (changes: Partial<SicrediFields>, dueDate = '2015-01-04', amount = 50_000) =>
  issue({ bank: '748', dueDate, ...fields, ...changes, amount } as BoletoData);

describe('Sicredi, 748', () => {
  /** The tests of BoletoNetCore, carteira 1 variation A. */
  for (const [titleId, dueDate, amount, formatted, barcode] of [
    [4, '2015-01-04', 50_000, '19/200004-8', '74894629800000500001119200004801560585305103'],
    [3, '2018-01-17', 40_000, '19/200003-0', '74894740700000400001119200003001560585305101'],
    [10, '2019-04-25', 80_000, '19/200010-2', '74893787000000800001119200010201560585305102'],
    [9, '2019-05-02', 90_000, '19/200009-9', '74896787700000900001119200009901560585305100'],
    [8, '2020-02-19', 20_000, '19/200008-0', '74894817000000200001119200008001560585305105'],
  ] as const) {
    it(`writes number ${titleId} as BoletoNetCore does`, () => {
      const issued = boleto({ titleId }, dueDate, amount);
      assert.equal(issued.barcode, barcode);
      assert.equal(issued.formattedTitleId, formatted);
    });
  }

  it('writes an unregistered boleto as brcobranca does', () => {
    const other = { agency: 1234, post: 18, beneficiary: 12345, year: 12, titleId: 13871, registration: 3 };
    const issued = boleto(other, '2012-01-24', 295_295);
    assert.equal(issued.barcode.slice(19), '3112213871512341812345100');
    assert.equal(issued.digitableLine, '74893112201387151234218123451009152220000295295');
    assert.equal(issued.formattedTitleId, '12/213871-5');
    assert.deepEqual([issued.titleId, issued.titleIdCheckDigit], ['12213871', '5']);
  });

  it('reads a line that the bank issued, which was reported to openboleto (issue 173)', () => {
    const line = '74891.12222 00008.807182 62013.091004 1 89460000100000';
    const { fields: read, warnings } = parseBoleto(line, { referenceDate: '2022-04-08' });
    assert.deepEqual(warnings, []);
    assert.deepEqual(read, {
      registration: '1',
      wallet: '1',
      year: '22',
      byte: '2',
      titleId: '00008',
      agency: '0718',
      post: '62',
      beneficiary: '01309',
      hasAmount: '1',
    });
  });

  it('writes 0 for a boleto without an amount', () => {
    assert.equal(boleto({}, '2026-12-31', 0).barcode.slice(41, 43), '00');
    assert.equal(boleto({}, '2026-12-31', 1).barcode.slice(41, 43), '10');
    assert.equal(boleto({ hasAmount: 0 }, '2026-12-31', 1).barcode.slice(41, 43), '00');
  });

  it('writes carteira 1 and registered unless they are given', () => {
    assert.equal(boleto({}).barcode.slice(19, 21), '11');
    assert.equal(boleto({ wallet: 2, registration: '3' }).barcode.slice(19, 21), '32');
  });

  it('gives a nosso número every check digit', () => {
    const digits = Array.from({ length: 60 }, (_, titleId) => boleto({ titleId }).titleIdCheckDigit);
    assert.deepEqual([...new Set(digits)].sort(), [...'0123456789']);
  });

  const read = (freeField: string) => {
    const code = assembleBarcode({ bank: '748', factorAndAmount: '16770000002000', freeField });
    return parseBoleto(code, { referenceDate: '2026-11-24' });
  };
  const warned = (freeField: string, message: string) => {
    const { fields, warnings } = read(freeField);
    assert.equal(fields, undefined);
    assert.deepEqual(warnings, [{ code: 'FREE_FIELD', message }]);
  };

  it('warns of another check digit', () => {
    // The campo livre of BoletoNetCore's first example, whose digits are 8 and 3.
    warned(
      '1119200004801560585305104',
      'the check digit of the campo livre, inside the campo livre, should be 3',
    );
    // 19/200003 has digit 0. Here it has 1, and the campo livre has the digit that fits that.
    warned(
      '1119200003101560585305105',
      'the check digit of the nosso número, inside the campo livre, should be 0',
    );
  });

  for (const [what, freeField] of [
    ['tipo de cobrança', '2119200004801560585305103'],
    ['byte 0', '1119000004801560585305103'],
    ['mark of the amount', '1119200004801560585305203'],
    ['constant', '1119200004801560585305113'],
  ] as const) {
    it(`does not read another ${what}`, () =>
      warned(freeField, 'the campo livre has no known layout of its bank'));
  }

  for (const [changes, field, limit] of [
    [{ byte: 0 }, 'byte', '1, 2, 3, 4, 5, 6, 7, 8, 9'],
    [{ registration: 2 }, 'registration', '1, 3'],
    [{ hasAmount: 2 }, 'hasAmount', '1, 0'],
  ] as const) {
    it(`refuses another ${field}`, () => {
      assert.throws(() => boleto(changes), { code: 'NOT_ALLOWED', field, limit });
    });
  }
});
