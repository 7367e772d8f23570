import assert from 'node:assert/strict';
import type { TenantRecord } from '../../../../src/administration/index.js';
import {
  describeConfigurations,
  describeRestricted,
  describeTenant,
  describeTenants,
  describeWallets,
} from '../../../../src/cli/administer/describe-tenant.js';

const times = { created_at: '2026-11-24T12:00:00.000Z', updated_at: '2026-11-24T12:00:00.000Z' };
const NOBODY = {
  beneficiary_name: null,
  beneficiary_document_number: null,
  beneficiary_address: null,
  agency_digit: null,
  account_digit: null,
  bank_account: null,
};
const WALLET = {
  ...NOBODY,
  bank: '237',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
  last_title_id: 41,
  title_id_limit: 99_999_999_999,
  used_percent: 0,
  conflicts: [{ tenant: 'loja-norte', boletos: 12 }],
};
const DEFAULT: TenantRecord = {
  id: 'default',
  allowed_queues: null,
  notify: 'always',
  payer_retention_days: 0,
  wallets: [WALLET],
  api_key_ids: ['k1', 'k2'],
  ...times,
};
const BARE: TenantRecord = {
  id: 'loja-sul',
  allowed_queues: ['https://q/1', 'https://q/2'],
  notify: 'later',
  payer_retention_days: 0,
  wallets: [],
  api_key_ids: [],
  ...times,
};

describe('the descriptions of tenants', () => {
  it('have one line for each tenant of a list', () => {
    assert.equal(
      describeTenants([DEFAULT, BARE]),
      [
        'TENANT    API KEYS  NOTIFY  QUEUES                   WALLETS',
        'default   k1 k2     always  any                      237/3381/9721/26',
        'loja-sul  none      later   https://q/1 https://q/2  none',
      ].join('\n'),
    );
  });

  it('have one line for each key and queue of a tenant', () => {
    assert.equal(
      describeTenant({ ...BARE, api_key_ids: ['k1', 'k2'] }),
      [
        'tenant    loja-sul',
        'queues    https://q/1',
        '          https://q/2',
        'notify    later: nothing that the answer to a request with a key says',
        'wallets   none: it can issue nothing',
        'API keys  k1',
        '          k2',
        'created   2026-11-24T12:00:00.000Z',
      ].join('\n'),
    );
  });

  it('say that a tenant without queues can name none', () => {
    assert.match(
      describeTenant({ ...BARE, allowed_queues: [] }),
      /^queues {4}none: its boletos can name no queue$/m,
    );
  });

  it('have a line for each wallet of a tenant, and for each other tenant that used it', () => {
    assert.match(
      describeTenant(DEFAULT),
      /^wallets {3}237\/3381\/9721\/26, last title id 41, 0 % used\n {12}also used by loja-norte \(12 boletos\)$/m,
    );
  });

  it('have a line that says whose account a wallet is', () => {
    const beneficiary_address = { city: 'São Paulo' };
    const wallet = { ...WALLET, conflicts: [], beneficiary_name: 'Loja Sul', beneficiary_address };
    assert.match(
      describeTenant({ ...DEFAULT, wallets: [wallet] }),
      /^wallets {3}237\/3381\/9721\/26, last title id 41, 0 % used\n {12}Loja Sul$/m,
    );
  });

  it('show the answer of a release before wallets', () => {
    const { notify: _, wallets: __, ...old } = BARE;
    assert.match(describeTenant(old as TenantRecord), /^wallets {3}none: it can issue nothing$/m);
    assert.match(describeTenants([old as TenantRecord]), /^loja-sul +none +always +https/m);
  });

  it('list wallets with their owners, numbers and conflicts', () => {
    assert.equal(
      describeWallets([
        {
          ...WALLET,
          tenant: 'default',
          beneficiary_name: 'Loja Sul',
          beneficiary_document_number: '11222333000181',
        },
        {
          ...WALLET,
          issuer_wallet: '25',
          tenant: null,
          conflicts: [],
          agency_digit: 'X',
          account_digit: '0',
          bank_account: '123',
        },
      ]),
      [
        'TENANT   BANK  AGENCY  ACCOUNT  WALLET  LAST TITLE ID  USED  BENEFICIARY                                   ALSO USED BY',
        'default  237   3381    9721     26      41             0 %   Loja Sul, 11222333000181, without address     loja-norte (12 boletos)',
        'none     237   3381    9721     25      41             0 %   account 123, agency digit X, account digit 0  -',
      ].join('\n'),
    );
    assert.equal(describeWallets([]), 'None yet. Grant one: sbw tenant add-wallet');
  });

  it('say which queues the tenant keeps that was the only one', () => {
    assert.equal(
      describeRestricted({ tenant: 'default', allowed_queues: ['https://q/1'] }),
      'Tenant default is no longer the only one. From now on it may name the queues that its boletos have named:\n' +
        '  https://q/1\nTo change that: sbw tenant update default --allow-queue URL',
    );
  });

  it('say that nobody can call as a tenant without a key', () => {
    assert.match(describeTenant(BARE), /^API keys {2}none: nobody can call as this tenant$/m);
  });

  it('list the configurations, or say that there are none', () => {
    const one = { id: 'cf_1', external_id: 'loja', issuer: 'bradesco', ...times };
    const wallet = { issuer_agency: '3381', issuer_account: '9721', issuer_wallet: '26' };
    assert.equal(
      describeConfigurations([{ ...one, ...wallet }]),
      'EXTERNAL ID  ISSUER    AGENCY  ACCOUNT  WALLET\nloja         bradesco  3381    9721     26',
    );
    assert.equal(describeConfigurations([]), 'None yet. Make one: sbw tenant configuration put');
  });
});
