import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beneficiaryOf, requiredBeneficiary } from '../../../../src/cli/administer/beneficiary-flags.js';

describe('the flags of a wallet’s beneficiary', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sbw-beneficiary-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (text: string) => {
    const path = join(folder, 'address.json');
    writeFileSync(path, text);
    return { 'beneficiary-address': path };
  };

  it('are what was given, with the address of the file', async () => {
    const address = { street: 'Rua Funchal', city: 'São Paulo' };
    const flags = { 'beneficiary-name': 'Loja', 'agency-digit': '2', ...file(JSON.stringify(address)) };
    assert.deepEqual(await beneficiaryOf(flags), {
      beneficiary_name: 'Loja',
      agency_digit: '2',
      beneficiary_address: address,
    });
  });

  it('remove what is an empty text', async () => {
    const flags = { 'beneficiary-document': '', 'bank-account': '', 'beneficiary-address': '' };
    assert.deepEqual(await beneficiaryOf(flags), {
      beneficiary_document_number: null,
      bank_account: null,
      beneficiary_address: null,
    });
  });

  it('must name a file that can be read, and that is JSON', async () => {
    await assert.rejects(beneficiaryOf({ 'beneficiary-address': join(folder, 'none') }), {
      code: 'FILE_UNREADABLE',
    });
    await assert.rejects(beneficiaryOf(file('Rua Funchal')), {
      code: 'NOT_JSON',
      message: `${join(folder, 'address.json')} must be JSON, as in {"street": "Rua Funchal", "city": "São Paulo"}.`,
    });
  });

  it('must change something, where that is the purpose', async () => {
    assert.deepEqual(await beneficiaryOf({}), {});
    await assert.rejects(requiredBeneficiary({}), {
      code: 'MISSING_FLAG',
      message:
        'Say what to change: --beneficiary-name, --beneficiary-document, --beneficiary-address, --agency-digit, --account-digit or --bank-account.',
    });
  });
});
