import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beneficiaryOf, requiredBeneficiary } from '../../../../src/cli/administer/beneficiary-flags.js';
import { verifyErasable } from '../../../../src/cli/administer/payer.js';
import { requiredSettings, tenantSettings } from '../../../../src/cli/administer/tenant-flags.js';
import { describeWalletFlags, walletOf } from '../../../../src/cli/administer/wallet-flags.js';

describe('the flags of a tenant', () => {
  it('are the settings that were given, and no others', () => {
    assert.deepEqual(tenantSettings({}), {});
    assert.deepEqual(tenantSettings({ 'allow-queue': ['https://q'], notify: 'later' }), {
      allowed_queues: ['https://q'],
      notify: 'later',
    });
    assert.deepEqual(tenantSettings({ 'any-queue': true, 'payer-retention-days': 0 }), {
      allowed_queues: null,
      payer_retention_days: 0,
    });
  });

  it('must change something', () => {
    assert.deepEqual(requiredSettings({ 'payer-retention-days': 0 }), { payer_retention_days: 0 });
    assert.throws(() => requiredSettings({ 'any-queue': false }), { code: 'MISSING_FLAG', exitCode: 2 });
  });
});

describe('the flags of a wallet', () => {
  const flags = { issuer: 'bradesco', agency: '3381', account: '9721', wallet: '26' };

  it('are its name in the words of the API, and in a sentence', () => {
    assert.deepEqual(walletOf(flags), {
      issuer: 'bradesco',
      issuer_agency: '3381',
      issuer_account: '9721',
      issuer_wallet: '26',
    });
    assert.equal(describeWalletFlags(flags), 'wallet 26 of bradesco, agency 3381, account 9721');
  });
});

describe('the flags of a beneficiary', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-beneficiary-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are the fields that were given, with null for an empty text', async () => {
    assert.deepEqual(await beneficiaryOf({}), {});
    assert.deepEqual(
      await beneficiaryOf({
        'beneficiary-name': 'Loja',
        'beneficiary-document': '',
        'beneficiary-address': '',
        'agency-digit': '7',
        'account-digit': '0',
        'bank-account': '1234',
      }),
      {
        beneficiary_name: 'Loja',
        beneficiary_document_number: null,
        beneficiary_address: null,
        agency_digit: '7',
        account_digit: '0',
        bank_account: '1234',
      },
    );
  });

  it('read the address from a JSON file', async () => {
    const path = join(folder, 'address.json');
    writeFileSync(path, '{"street":"Rua Funchal"}');
    assert.deepEqual(await beneficiaryOf({ 'beneficiary-address': path }), {
      beneficiary_address: { street: 'Rua Funchal' },
    });
    writeFileSync(path, 'Rua Funchal');
    await assert.rejects(beneficiaryOf({ 'beneficiary-address': path }), {
      code: 'NOT_JSON',
      message: `${path} must be JSON, as in {"street": "Rua Funchal", "city": "São Paulo"}.`,
    });
    const missing = join(folder, 'missing.json');
    await assert.rejects(beneficiaryOf({ 'beneficiary-address': missing }), {
      code: 'FILE_UNREADABLE',
      message: `${missing} cannot be read: ENOENT.`,
    });
  });

  it('must change something', async () => {
    assert.deepEqual(await requiredBeneficiary({ 'agency-digit': '' }), { agency_digit: null });
    await assert.rejects(requiredBeneficiary({}), {
      code: 'MISSING_FLAG',
      message:
        'Say what to change: --beneficiary-name, --beneficiary-document, --beneficiary-address, --agency-digit, --account-digit or --bank-account.',
    });
  });
});

describe('verifyErasable', () => {
  const kept = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `bol_${index}`,
      status: 'registered',
      kept_because: 'open' as const,
    }));
  const free = { id: 'bol_free', status: 'issued', kept_because: null };
  const rest =
    '. Wait until they are paid, past due or past the retention, or change it: sbw tenant update TENANT --payer-retention-days DAYS';

  it('returns the ids when all may go', () => {
    assert.deepEqual(verifyErasable([free, { ...free, id: 'bol_2' }]), ['bol_free', 'bol_2']);
    assert.throws(() => verifyErasable([]), { code: 'NO_SUCH_PAYER', exitCode: 2 });
  });

  it('names the boletos that must stay, ten at most', () => {
    assert.throws(() => verifyErasable([free, ...kept(1)]), {
      code: 'PAYER_KEPT',
      message: `The payer's data must stay: bol_0 (registered, open)${rest}`,
    });
    const ten = kept(10)
      .map(({ id }) => `${id} (registered, open)`)
      .join(', ');
    for (const [count, more] of [
      [10, ''],
      [12, ' and 2 more'],
    ] as const) {
      assert.throws(() => verifyErasable(kept(count)), {
        message: `The payer's data must stay: ${ten}${more}${rest}`,
      });
    }
  });
});
