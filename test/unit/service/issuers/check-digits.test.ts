import assert from 'node:assert/strict';
import { BOLETO_NAMES, digitErrorsOf, WALLET_NAMES } from '../../../../src/service/issuers/check-digits.js';

const errorsOf = (fields: Record<string, unknown>) =>
  digitErrorsOf(fields, BOLETO_NAMES).map(({ field, message }) => `${field} ${message}`);

describe('the check digits that a caller gives', () => {
  // The manual's own example: agency 0057, account 12345-7.
  const itau = { issuer: 'boleto-api-itau', issuer_agency: '0057', issuer_account: '12345' };
  it('must be 7 for account 12345 of Itaú, as its barcode has it', () => {
    assert.deepEqual(errorsOf({ ...itau, issuer_account_digit: '7' }), []);
    assert.deepEqual(errorsOf({ ...itau, issuer_account_digit: '8' }), [
      'issuer_account_digit must be 7, by the rule of the bank',
    ]);
    assert.deepEqual(errorsOf(itau), []);
  });

  // Agency 4042-8 and account 61900-0 are brcobranca's examples; 0001-9 is the bank's first agency.
  const bancoDoBrasil = { issuer: 'boleto-api-banco-do-brasil', issuer_account: '1474166' };
  for (const [agency, digit] of [
    ['0001', '9'],
    ['4042', '8'],
    ['1', '9'],
  ] as const) {
    it(`must be ${digit} for agency ${agency} of Banco do Brasil`, () => {
      const fields = { ...bancoDoBrasil, issuer_agency: agency };
      assert.deepEqual(errorsOf({ ...fields, issuer_agency_digit: digit }), []);
      assert.deepEqual(errorsOf({ ...fields, issuer_agency_digit: 'X' }), [
        `issuer_agency_digit must be ${digit}, by the rule of the bank`,
      ]);
    });
  }

  it('are of the bank account at Banco do Brasil, not of the convênio', () => {
    const fields = { ...bancoDoBrasil, issuer_agency: '4042' };
    assert.deepEqual(errorsOf({ ...fields, issuer_account_digit: '1' }), []);
    assert.deepEqual(errorsOf({ ...fields, issuer_bank_account: '61900', issuer_account_digit: '0' }), []);
    assert.deepEqual(errorsOf({ ...fields, issuer_bank_account: '61900', issuer_account_digit: '1' }), [
      'issuer_account_digit must be 0, by the rule of the bank',
    ]);
    assert.deepEqual(errorsOf({ ...fields, issuer_bank_account: '123456789' }), [
      'issuer_bank_account must be 1 to 8 digits',
    ]);
  });

  it('are the bank’s word elsewhere: Bradesco prints 0009721-3', () => {
    const bradesco = { issuer: 'bradesco', issuer_agency: '3381', issuer_account: '9721' };
    assert.deepEqual(errorsOf({ ...bradesco, issuer_agency_digit: '2', issuer_account_digit: '3' }), []);
  });

  it('are not checked where the numbers are no numbers, which other rules report', () => {
    for (const issuer_agency of [undefined, 12, '', 'x', '12345']) {
      assert.deepEqual(errorsOf({ ...itau, issuer_agency, issuer_account_digit: '8' }), []);
      assert.deepEqual(errorsOf({ ...bancoDoBrasil, issuer_agency, issuer_agency_digit: '8' }), []);
    }
    assert.deepEqual(errorsOf({ ...itau, issuer: 'piggy', issuer_account_digit: '8' }), []);
  });

  it('are named as an operator gives them for a wallet', () => {
    const [error] = digitErrorsOf({ ...itau, account_digit: '8' }, WALLET_NAMES);
    assert.equal(error?.field, 'account_digit');
  });
});
