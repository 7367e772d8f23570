import assert from 'node:assert/strict';
import { NOT_OWN_WALLET } from '../../../../src/service/api/rules.js';
import { withWalletOfRules } from '../../../../src/service/api/wallet-of-rules.js';

describe('a rule that says how late a boleto may be paid', () => {
  for (const issuer of ['bradesco', 'boleto-api-bradesco-shopfacil']) {
    for (const [rule, given, wallet] of [
      ['strict_expiration_date', '26', '25'],
      ['strict_expiration_date', '25', '25'],
      ['strict_expiration_date', undefined, '25'],
      ['no_strict', '25', '26'],
      ['no_strict', null, '26'],
    ] as const) {
      it(`puts ${rule} on wallet ${wallet} at ${issuer}, given ${given}`, () => {
        const { body, errors } = withWalletOfRules({ issuer, issuer_wallet: given, rules: [rule] });
        assert.deepEqual([body.issuer_wallet, errors], [wallet, []]);
      });
    }

    it(`contradicts another wallet at ${issuer}`, () => {
      const given = { issuer, issuer_wallet: '09', rules: ['no_strict'] };
      const { body, errors } = withWalletOfRules(given);
      assert.deepEqual(body, given);
      const message = `no_strict means wallet 26 at ${issuer}: leave out "issuer_wallet" or the rule`;
      assert.deepEqual(errors, [{ field: 'rules', message }]);
    });
  }

  it('changes no wallet without a rule, or at an issuer whose bank is told in another way', () => {
    for (const given of [
      { issuer: 'bradesco', issuer_wallet: '09', rules: [] },
      { issuer: 'bradesco', issuer_wallet: '26', rules: null },
      { issuer: 'bradesco', issuer_wallet: '26', rules: ['never'] },
      { issuer: 'development', issuer_wallet: '26', rules: ['strict_expiration_date'] },
      { issuer: 'boleto-api-caixa', issuer_wallet: '24', rules: ['strict_expiration_date'] },
    ]) {
      const { body, errors } = withWalletOfRules(given);
      assert.deepEqual([body, errors], [given, []]);
    }
  });

  it('is named where its wallet is another tenant’s: the caller did not name that wallet', () => {
    const { explained } = withWalletOfRules({
      issuer: 'bradesco',
      issuer_wallet: '26',
      rules: ['strict_expiration_date'],
    });
    const message = "strict_expiration_date means wallet 25, which must be one of this API key's wallets";
    assert.deepEqual(explained(NOT_OWN_WALLET), { field: 'rules', message });
  });
});
