import assert from 'node:assert/strict';
import { printAccount } from '../../../../src/boleto/banks/print-account.js';

const print = (bank: string, fields: Record<string, string>, account: object) => {
  const printed = printAccount(bank, fields, account);
  return printed && `${printed.agencyAndCode} ${printed.wallet}`;
};
/** Each bank with the width of its account, and what its barcode has besides. */
const withAccount = [
  ['001', 8, { wallet: '17' }],
  ['237', 7, { wallet: '26' }],
  ['341', 5, { wallet: '109' }],
  ['197', 20, {}],
] as const;

describe('printAccount', () => {
  it('prints nothing for a bank or a layout that is not known', () => {
    assert.equal(printAccount('999', { agency: '1' }, {}), undefined);
    assert.equal(printAccount('237', undefined, { agency: '1', account: '1' }), undefined);
  });

  for (const [bank, width, fields] of withAccount) {
    it(`needs agency and account of bank ${bank}, and names their widths`, () => {
      for (const [field, other, limit] of [
        ['agency', { account: '1' }, 4],
        ['account', { agency: '1' }, width],
      ] as const) {
        assert.throws(() => print(bank, fields, other), {
          code: 'MISSING',
          field: `account.${field}`,
          limit,
          message: `account.${field} is missing: the slip has to show it, and the barcode has none`,
        });
        assert.throws(() => print(bank, fields, { ...other, [field]: '1'.repeat(limit + 1) }), {
          code: 'TOO_LONG',
          field: `account.${field}`,
          limit,
        });
        assert.throws(() => print(bank, fields, { ...other, [field]: '1-2' }), { code: 'NOT_DIGITS', limit });
      }
    });
  }

  for (const [bank, fields] of [
    ['033', { beneficiary: '1899775', wallet: '102' }],
    ['104', { beneficiary: '200656', modality: '14' }],
  ] as const) {
    it(`needs the agency of bank ${bank}`, () => {
      assert.throws(() => print(bank, fields, {}), { code: 'MISSING', field: 'account.agency', limit: 4 });
      assert.throws(() => print(bank, fields, { agency: '12345' }), { code: 'TOO_LONG', limit: 4 });
    });
  }

  it('prefers what the barcode has to what is given', () => {
    const fields = { agency: '0057', account: '12345', wallet: '110' };
    assert.equal(print('341', fields, { agency: '1', account: '2' }), '0057/12345-7 110');
  });

  it('prints a given digit in place of the computed one, in upper case, unless it is empty', () => {
    const fields = { agency: '0548', account: '0001448', wallet: '26' };
    assert.equal(print('237', fields, {}), '0548-7/0001448-6 26');
    assert.equal(print('237', fields, { agencyDigit: 'p', accountDigit: '0' }), '0548-P/0001448-0 26');
    assert.equal(print('237', fields, { agencyDigit: '', accountDigit: 'x' }), '0548-7/0001448-X 26');
  });

  it('refuses a given digit that no bank has', () => {
    const fields = { agency: '0548', account: '0001448', wallet: '26' };
    for (const name of ['agencyDigit', 'accountDigit']) {
      for (const digit of ['Y', '12', ' ', '-', '1P', 'XX']) {
        assert.throws(() => print('237', fields, { [name]: digit }), {
          code: 'NOT_ALLOWED',
          field: `account.${name}`,
          limit: '0-9, X, P',
          message: `account.${name} must be one digit, X or P`,
        });
      }
    }
  });

  it('computes every check digit of an agency of Bradesco and of Banco do Brasil', () => {
    const digits = (bank: string) =>
      Array.from({ length: 12 }, (_, agency) =>
        print(bank, { wallet: '1' }, { agency, account: 0 })?.at(5),
      ).join('');
    // Modulus 11 leaves 0, 2, 4, …, 10, 1, … for the agencies 0, 1, 2, …: two times the last digit, three times the other.
    assert.equal(digits('237'), '09753' + '1P864' + '86');
    assert.equal(digits('001'), '09753' + '1X864' + '86');
  });

  it('prints at Caixa RG for a registered nosso número and SR for any other', () => {
    const beneficiary = '200656';
    assert.equal(print('104', { beneficiary, modality: '14' }, { agency: 1 }), '0001/200656-1 RG');
    assert.equal(print('104', { beneficiary, modality: '24' }, { agency: 1 }), '0001/200656-1 SR');
  });

  it('prints at Caixa seven digits whose last one fits as six and a check digit, unless the caller has seven', () => {
    const fields = { beneficiary: '2006561', modality: '14' };
    assert.equal(print('104', fields, { agency: 1 }), '0001/200656-1 RG');
    assert.equal(print('104', fields, { agency: 1, account: '0200656' }), '0001/200656-1 RG');
    assert.equal(print('104', fields, { agency: 1, account: 2006561 }), '0001/2006561 RG');
    assert.equal(
      print('104', fields, { agency: 1, account: 2006561, accountDigit: '3' }),
      '0001/2006561-3 RG',
    );
    assert.equal(print('104', { ...fields, beneficiary: '2006562' }, { agency: 1 }), '0001/2006562 RG');
  });

  it('prints at Stone the account without leading zeros and a digit only if it is given', () => {
    assert.equal(print('197', {}, { agency: 1, account: '000300006' }), '0001/300006 ');
    assert.equal(print('197', {}, { agency: 1, account: 0 }), '0001/0 ');
    assert.equal(print('197', {}, { agency: 1, account: '10', accountDigit: '4' }), '0001/10-4 ');
  });

  it('prints the contrato of Sicoob, or the beneficiary that is given', () => {
    const fields = { agency: '3069', contract: '001295270', titleId: '00150229', modality: '001' };
    assert.equal(print('756', fields, {}), '3069/1295270 ');
    assert.equal(print('756', fields, { account: 12345678, accountDigit: '9' }), '3069/12345678-9 ');
  });

  it('refuses one digit where Banrisul has two', () => {
    assert.throws(() => print('041', { agency: '1102', beneficiary: '9000150' }, { accountDigit: '4' }), {
      code: 'NOT_ALLOWED',
      field: 'account.accountDigit',
      limit: '00-99',
    });
  });

  it('needs the account of Inter and the agency of Ailos, which their barcodes do not have', () => {
    const missing = (field: string) => ({ code: 'MISSING', field: `account.${field}` });
    assert.throws(() => print('077', { agency: '0001', wallet: '112' }, {}), missing('account'));
    assert.throws(() => print('085', { account: '11111119', wallet: '01' }, {}), missing('agency'));
  });
});
