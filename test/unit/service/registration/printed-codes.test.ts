import assert from 'node:assert/strict';
import { assembleBarcode } from '../../../../src/boleto/barcode.js';
import { toDigitableLine } from '../../../../src/boleto/index.js';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { ISSUERS } from '../../../../src/service/issuers/issuers.js';
import { readPrintedCodes } from '../../../../src/service/registration/printed-codes.js';
import { boletoOf } from '../../../support/banks.js';

const ITAU = { issuer_agency: '57', issuer_account: '12345', issuer_wallet: '109', title_id: 1 };
const SANTANDER = { issuer_account: '1234567', issuer_wallet: '101', title_id: 866 };
const BANCO_DO_BRASIL = { issuer_account: '1474166', issuer_wallet: '17', title_id: 328 };
const CAIXA = { issuer_account: '123456', title_id: 2 };
const STONE = { title_id: 1 };

describe('the codes that a bank printed', () => {
  const boleto = boletoOf('boleto-api-caixa', { expiration_date: '2026-12-31', title_id: 1 });
  const printed = (changes: Partial<Boleto>) => {
    const other = boletoOf(changes.issuer ?? boleto.issuer, { ...boleto, ...changes });
    return [other.digitable_line ?? '', other.barcode ?? ''] as const;
  };

  it('are accepted with the boleto’s bank, amount, due date, beneficiary and nosso número', () => {
    const [line, barcode] = printed({});
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
    ['beneficiary or nosso número', { title_id: 99 }],
    ['beneficiary or nosso número', { issuer_account: '200657' }],
  ] as const) {
    it(`are rejected with another ${what}: ${JSON.stringify(changes)}`, () => {
      const [line, barcode] = printed(changes);
      assert.deepEqual(readPrintedCodes(boleto, line, barcode), { codes: undefined, differs: [what] });
    });
  }

  it('are rejected with another bank', () => {
    const [line, barcode] = printed({
      issuer: 'boleto-api-santander',
      issuer_account: '1',
      issuer_wallet: '101',
    });
    assert.deepEqual(readPrintedCodes(boleto, line, barcode).differs, [
      'bank',
      'beneficiary or nosso número',
    ]);
  });

  it('are rejected if they are a code of arrecadação', () => {
    const line = '84670000001-7 43590024020-9 02405000243-5 84221010811-9';
    assert.deepEqual(readPrintedCodes(boleto, line, undefined).differs, ['digitable line']);
  });

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

  // The campo livre of each bank, put together by hand from its manual, with a check digit that the manual does not give.
  for (const [what, issuer, fields, freeField, isOurs] of [
    ['Itaú with another digit of agency and account', 'itau', ITAU, '1090000000170057123450000', true],
    ['Itaú with another digit of the nosso número', 'itau', ITAU, '1090000000190057123457000', true],
    ['Itaú with another account', 'itau', ITAU, '1090000000170057123467000', false],
    ['Itaú with another carteira', 'itau', ITAU, '1750000000170057123457000', false],
    [
      'Santander with 12 positions and their digit',
      'santander',
      SANTANDER,
      '9123456700000000086640101',
      true,
    ],
    [
      'Santander with 12 positions and another digit',
      'santander',
      SANTANDER,
      '9123456700000000086650101',
      true,
    ],
    ['Santander with 13 positions', 'santander', SANTANDER, '9123456700000000008660101', true],
    [
      'Santander with another number of 13 positions',
      'santander',
      SANTANDER,
      '9123456700000000008650101',
      false,
    ],
    ['Santander with another beneficiary', 'santander', SANTANDER, '9123456800000000008660101', false],
    ['Santander with another carteira', 'santander', SANTANDER, '9123456700000000008660102', false],
    ['Santander with another layout', 'santander', SANTANDER, '8123456700000000008660101', false],
    ['Banco do Brasil', 'banco-do-brasil', BANCO_DO_BRASIL, '0000001474166000000032817', true],
    [
      'Banco do Brasil with another convênio',
      'banco-do-brasil',
      BANCO_DO_BRASIL,
      '0000001474167000000032817',
      false,
    ],
    ['Caixa with another digit of its campo livre', 'caixa', CAIXA, '1234560000100040000000028', true],
    ['Caixa with a number that the bank issued', 'caixa', CAIXA, '1234560000100010000000021', false],
    ['Stone, which numbers its titles itself', 'stone', STONE, '0000012345678901234567890', true],
  ] as const) {
    it(`are ${isOurs ? 'accepted' : 'rejected'} of ${what}`, () => {
      const own = boletoOf(`boleto-api-${issuer}`, { expiration_date: '2026-12-31', ...fields });
      const factorAndAmount = `1677${String(own.amount).padStart(10, '0')}`;
      const { bank } = ISSUERS[own.issuer];
      const barcode = assembleBarcode({ bank, factorAndAmount, freeField });
      const { codes, differs } = readPrintedCodes(own, toDigitableLine(barcode), barcode);
      assert.deepEqual(differs, isOurs ? [] : ['beneficiary or nosso número']);
      assert.equal(codes?.barcode, isOurs ? barcode : undefined);
    });
  }
});
