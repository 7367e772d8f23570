import assert from 'node:assert/strict';
import { titleIdLimit, titleIdLimitOf, walletIn } from '../../../../src/service/issuers/codes.js';
import { ISSUERS, type Issuer, isIssuer, titleSeriesOf } from '../../../../src/service/issuers/issuers.js';
import { walletKey } from '../../../../src/service/issuers/wallet.js';

const wallet = {
  issuer: 'bradesco',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
} as const;
const issuers = Object.keys(ISSUERS).filter(isIssuer);

describe('walletIn', () => {
  it('returns the four fields of a wallet, and no others', () => {
    assert.deepEqual(walletIn({ ...wallet, amount: 2000, title_id: 'x' }), wallet);
  });

  for (const field of ['issuer', 'issuer_agency', 'issuer_account', 'issuer_wallet'] as const) {
    it(`returns nothing if ${field} is missing, no text, or none of the bank's`, () => {
      for (const value of [undefined, null, 26, '', ['26'], '123456789']) {
        assert.equal(walletIn({ ...wallet, [field]: value }), undefined, String(value));
      }
    });
  }

  it('returns nothing for an issuer named like a property of every object', () => {
    assert.equal(walletIn({ ...wallet, issuer: 'constructor' }), undefined);
  });

  it('returns nothing for a wallet that the gateway does not have', () => {
    const shopfacil = { ...wallet, issuer: 'boleto-api-bradesco-shopfacil' } as const;
    assert.deepEqual(walletIn(shopfacil), shopfacil);
    assert.equal(walletIn({ ...shopfacil, issuer_wallet: '09' }), undefined);
  });
});

describe('titleIdLimit', () => {
  const limits: readonly (readonly [Issuer, series: string, limit: number])[] = [
    ['development', 'development', 99_999_999_999],
    ['bradesco', '237', 99_999_999_999],
    ['boleto-api-bradesco-shopfacil', '237', 99_999_999_999],
    ['boleto-api-caixa', '104', 999_999_999_999_999],
    ['boleto-api-itau', '341', 99_999_999],
    ['boleto-api-banco-do-brasil', '001', 9_999_999_999],
    ['boleto-api-santander', '033', 999_999_999_999],
    ['boleto-api-stone', '197', 999_999_999_999_999],
  ];

  for (const [issuer, series, limit] of limits) {
    it(`is ${limit} for ${issuer} and its series ${series}`, () => {
      assert.equal(titleIdLimit(issuer), limit);
      assert.equal(titleIdLimitOf(series), limit);
    });
  }

  it('knows every issuer', () =>
    assert.deepEqual(
      limits.map(([issuer]) => issuer),
      issuers,
    ));

  it('is that of fifteen digits for a series that no issuer has', () => {
    for (const series of ['999', '', 'bradesco']) assert.equal(titleIdLimitOf(series), 999_999_999_999_999);
  });
});

describe('the provider of an issuer', () => {
  it('is the bank itself, the gateway, or none', () => {
    assert.deepEqual(
      issuers.map((issuer) => `${issuer} ${ISSUERS[issuer].provider}`),
      [
        'development development',
        'bradesco bradesco',
        'boleto-api-bradesco-shopfacil boleto-api',
        'boleto-api-caixa boleto-api',
        'boleto-api-itau boleto-api',
        'boleto-api-banco-do-brasil boleto-api',
        'boleto-api-santander boleto-api',
        'boleto-api-stone boleto-api',
      ],
    );
  });
});

describe('walletKey', () => {
  it('is the title series, agency, account and carteira', () => {
    assert.deepEqual(walletKey(wallet), ['237', '3381', '9721', '26']);
    assert.deepEqual(walletKey({ ...wallet, issuer: 'development' }), ['development', '3381', '9721', '26']);
  });

  it('is the same for all issuers of a bank', () => {
    const shared = issuers.filter((issuer) => titleSeriesOf(issuer) === '237');
    assert.equal(shared.length, 2);
    assert.equal(new Set(shared.map((issuer) => walletKey({ ...wallet, issuer }).join())).size, 1);
  });

  it('leaves out leading zeros, and keeps all others', () => {
    const zeros = { ...wallet, issuer_agency: '0057', issuer_account: '0012040', issuer_wallet: '09' };
    assert.deepEqual(walletKey(zeros), ['237', '57', '12040', '9']);
  });
});
