import assert from 'node:assert/strict';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { readPrintedCodes } from '../../../../src/service/registration/printed-codes.js';
import { boletoOf } from '../../../support/banks.js';

describe('the codes that a bank printed', () => {
  const boleto = boletoOf('boleto-api-caixa', { expiration_date: '2026-12-31', title_id: 1 });
  const printed = (changes: Partial<Boleto>) => {
    const other = boletoOf(changes.issuer ?? boleto.issuer, { ...boleto, ...changes });
    return [other.digitable_line ?? '', other.barcode ?? ''] as const;
  };

  it('are accepted with the boleto’s bank, amount and due date, whatever the nosso número', () => {
    const [line, barcode] = printed({ title_id: 99 });
    assert.deepEqual(readPrintedCodes(boleto, line, barcode), {
      codes: { barcode, digitableLine: line },
      differs: [],
    });
  });

  it('may come without punctuation, and without a barcode', () => {
    const [line, barcode] = printed({});
    const { codes } = readPrintedCodes(boleto, line.replace(/\D/g, ''), undefined);
    assert.deepEqual(codes, { barcode, digitableLine: line });
  });

  for (const [what, changes] of [
    ['amount', { amount: 2001 }],
    ['due date', { expiration_date: '2027-01-01' }],
    ['bank', { issuer: 'boleto-api-santander', issuer_account: '1', issuer_wallet: '101' }],
  ] as const) {
    it(`are rejected with another ${what}`, () => {
      const [line, barcode] = printed(changes);
      assert.deepEqual(readPrintedCodes(boleto, line, barcode), { codes: undefined, differs: [what] });
    });
  }

  it('are rejected if barcode and line belong to two titles', () => {
    const [line] = printed({});
    const [, barcode] = printed({ title_id: 2 });
    assert.deepEqual(readPrintedCodes(boleto, line, barcode).differs, ['barcode']);
  });

  it('are rejected if the line is invalid', () => {
    const [line] = printed({});
    for (const broken of ['', 'x', line.slice(1), line.replace(/^1/, '2')]) {
      assert.deepEqual(readPrintedCodes(boleto, broken, undefined).differs, ['digitable line']);
    }
  });
});
