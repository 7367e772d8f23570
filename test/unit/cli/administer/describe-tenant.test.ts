import assert from 'node:assert/strict';
import {
  describeConfigurations,
  describeTenant,
  describeTenants,
} from '../../../../src/cli/administer/describe-tenant.js';

const times = { created_at: '2026-11-24T12:00:00.000Z', updated_at: '2026-11-24T12:00:00.000Z' };
const DEFAULT = { id: 'default', allowed_queues: null, api_key_ids: ['k1', 'k2'], ...times };
const BARE = { id: 'loja-sul', allowed_queues: ['https://q/1', 'https://q/2'], api_key_ids: [], ...times };

describe('the descriptions of tenants', () => {
  it('have one line for each tenant of a list', () => {
    assert.equal(
      describeTenants([DEFAULT, BARE]),
      [
        'TENANT    API KEYS  QUEUES',
        'default   k1 k2     any of the account and region',
        'loja-sul  none      https://q/1 https://q/2',
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
        'API keys  k1',
        '          k2',
        'created   2026-11-24T12:00:00.000Z',
      ].join('\n'),
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
