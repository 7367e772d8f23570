import assert from 'node:assert/strict';
import { administer } from '../../../../src/service/administration/administer.js';
import { linesOf } from '../../../unit/service/lines.js';
import { useApi } from '../api.js';
import { OWNER, validBody } from '../harness.js';

// biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
type Answer = any;

const WALLET = {
  issuer: 'development',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
};
const ADDRESS = { street: 'Rua Funchal', street_number: 65, city: 'São Paulo', state: 'SP' };
const BENEFICIARY = {
  beneficiary_name: 'Loja Sul Ltda.',
  beneficiary_document_number: '11.222.333/0001-81',
  beneficiary_address: ADDRESS,
};
const ACCOUNT = { agency_digit: '2', account_digit: 'P', bank_account: '00012345' };
const NOTHING = {
  beneficiary_name: null,
  beneficiary_document_number: null,
  beneficiary_address: null,
  agency_digit: null,
  account_digit: null,
  bank_account: null,
};

describe('the beneficiary of a wallet', () => {
  const { service, api } = useApi();

  const ask = async (command: string, fields: Record<string, unknown> = {}): Promise<Answer> =>
    JSON.parse(
      JSON.stringify(
        await administer(() => service, { command, tenant: 'default', ...fields }, Date.now() + 5_000),
      ),
    );
  const shown = ({ tenant }: Answer) => {
    const [wallet] = tenant.wallets;
    return Object.fromEntries(Object.keys(NOTHING).map((name) => [name, wallet[name]]));
  };
  const post = async (changes: Record<string, unknown> = {}): Promise<Answer> => {
    const reply = await api({ method: 'POST', path: '/boletos', body: validBody(changes) });
    assert.equal(reply.status, 201, reply.bytes.toString());
    return reply.json();
  };
  const company = ({ company_name, company_document_number, company_address }: Answer) => [
    company_name,
    company_document_number,
    company_address,
  ];
  const account = ({ issuer_agency_digit, issuer_account_digit, issuer_bank_account }: Answer) => [
    issuer_agency_digit,
    issuer_account_digit,
    issuer_bank_account,
  ];
  const OWN = ['Loja Sul Ltda.', '11222333000181', ADDRESS];

  beforeEach(() => service.sql('DELETE FROM title_ids'));

  describe('an operator', () => {
    it('sets with the wallet, and a repetition without it changes nothing', async () => {
      const added = await ask('wallet.add', { ...WALLET, ...BENEFICIARY, ...ACCOUNT });
      const expected = { ...BENEFICIARY, ...ACCOUNT, beneficiary_document_number: '11222333000181' };
      assert.deepEqual(shown(added), expected);
      assert.deepEqual(shown(await ask('wallet.add', WALLET)), expected);
      const { wallets } = await ask('wallet.list');
      assert.deepEqual(shown({ tenant: { wallets } }), expected);
    });

    it('changes in part, and removes with null', async () => {
      await ask('wallet.add', { ...WALLET, ...BENEFICIARY });
      const changed = await ask('wallet.update', { ...WALLET, agency_digit: 'X', beneficiary_address: null });
      assert.deepEqual(shown(changed), {
        ...BENEFICIARY,
        ...NOTHING,
        beneficiary_name: 'Loja Sul Ltda.',
        beneficiary_document_number: '11222333000181',
        agency_digit: 'X',
      });
      const cleared = await ask('wallet.update', { ...WALLET, ...NOTHING });
      assert.deepEqual(shown(cleared), NOTHING);
    });

    it('takes away with the wallet, so that nobody issues in the name of another', async () => {
      await ask('wallet.add', { ...WALLET, ...BENEFICIARY, ...ACCOUNT });
      await ask('wallet.remove', WALLET);
      assert.deepEqual(shown(await ask('wallet.add', WALLET)), NOTHING);
    });

    const refused: [string, Record<string, unknown>, string][] = [
      [
        'a wrong document',
        { beneficiary_document_number: '11222333000182' },
        '"beneficiary_document_number" must be a valid CPF or CNPJ',
      ],
      ['an empty name', { beneficiary_name: '' }, '"beneficiary_name" must not be empty'],
      [
        'an unknown part of an address',
        { beneficiary_address: { cep: '1' } },
        '"beneficiary_address.cep" is not allowed',
      ],
      [
        'a text as address',
        { beneficiary_address: 'Rua Funchal' },
        '"beneficiary_address" must be an object',
      ],
      [
        'no state',
        { beneficiary_address: { state: 'Sao Paul' } },
        '"beneficiary_address.state" must be a state of Brazil, as in SP or São Paulo',
      ],
      ['two digits', { agency_digit: '12' }, '"agency_digit" must be one digit, X or P'],
      ['an account with a hyphen', { bank_account: '1-2' }, '"bank_account" must be 1 to 20 digits'],
    ];
    for (const [what, fields, message] of refused) {
      it(`cannot set as ${what}`, async () => {
        for (const command of ['wallet.add', 'wallet.update']) {
          const { ok, error } = await ask(command, { ...WALLET, ...fields });
          assert.deepEqual([ok, error.code, error.message], [false, 'INVALID_REQUEST', message]);
        }
      });
    }

    it('cannot set for a wallet that the tenant does not have', async () => {
      const { error } = await ask('wallet.update', { ...WALLET, agency_digit: '1' });
      assert.equal(error.code, 'NO_SUCH_WALLET');
      const { error: unknown } = await ask('wallet.update', {
        ...WALLET,
        tenant: 'nobody',
        agency_digit: '1',
      });
      assert.equal(unknown.code, 'NO_SUCH_TENANT');
    });

    it('leaves no name or document in the log', async () => {
      const { lines } = await linesOf(() => ask('wallet.add', { ...WALLET, ...BENEFICIARY }));
      assert.match(lines.join('\n'), /"command":"wallet.add"/);
      assert.doesNotMatch(lines.join('\n'), /Loja|11222333|Funchal/);
    });
  });

  describe('in a new boleto', () => {
    beforeEach(() => ask('wallet.add', { ...WALLET, ...BENEFICIARY, ...ACCOUNT }));

    it('fills in what the request leaves out, and the answer has no warning', async () => {
      const boleto = await post();
      assert.deepEqual(company(boleto), OWN);
      assert.deepEqual(account(boleto), ['2', 'P', '00012345']);
      assert.deepEqual(boleto.warnings, []);
    });

    it('stays in its row, whatever becomes of the wallet', async () => {
      const { id } = await post();
      await ask('wallet.update', { ...WALLET, beneficiary_name: 'Loja Nova Ltda.', agency_digit: '9' });
      const reply = await api({ method: 'GET', path: `/boletos/${id}` });
      assert.deepEqual(company(reply.json()), OWN);
    });

    it('completes a company with its own document, in any punctuation', async () => {
      const given = { company_name: 'Loja Sul', company_document_number: '11222333000181' };
      assert.deepEqual(company(await post(given)), ['Loja Sul', '11222333000181', ADDRESS]);
      assert.deepEqual(company(await post({ company_document_number: '11.222.333/0001-81' })), OWN);
    });

    it('leaves another company alone, and the answer warns of what is missing', async () => {
      for (const given of [
        { company_name: 'Outra Loja' },
        { company_document_number: '52998224725' },
        { company_address: { city: 'Recife' } },
      ]) {
        const boleto = await post(given);
        const { company_name = null, company_document_number = null, company_address = null } = given;
        assert.deepEqual(company(boleto), [company_name, company_document_number, company_address]);
        assert.deepEqual(
          boleto.warnings.map(({ field }: { field: string }) => field),
          ['company_name', 'company_document_number', 'company_address'].filter(
            (field) => boleto[field] === null,
          ),
        );
      }
    });

    it('gives no account digit to another account', async () => {
      assert.deepEqual(account(await post({ issuer_bank_account: '777' })), ['2', null, '777']);
      assert.deepEqual(account(await post({ issuer_bank_account: '00012345' })), ['2', 'P', '00012345']);
      assert.deepEqual(account(await post({ issuer_agency_digit: '5' })), ['5', 'P', '00012345']);
    });

    it('is not of another wallet', async () => {
      const boleto = await post({ issuer_account: '9722', queue_url: OWNER });
      assert.deepEqual([...company(boleto), ...account(boleto)], [null, null, null, null, null, null]);
    });
  });
});
