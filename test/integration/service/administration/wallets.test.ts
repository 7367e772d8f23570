import assert from 'node:assert/strict';
import { administer } from '../../../../src/service/administration/administer.js';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { linesOf } from '../../../unit/service/lines.js';
import { call, OWNER, useService, validBody } from '../harness.js';

// biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
type Answer = any;

describe('an operator', () => {
  const service = useService();
  beforeEach(async () => {
    await service.sql("UPDATE title_ids SET tenant_id = NULL WHERE tenant_id <> 'default'");
    await service.sql("DELETE FROM tenant_api_keys WHERE tenant_id <> 'default'");
    await service.sql('DELETE FROM configurations');
    await service.sql("DELETE FROM tenants WHERE id <> 'default'");
    await service.sql('UPDATE tenants SET allowed_queues = NULL');
  });

  const ask = async (command: unknown, fields: Record<string, unknown> = {}): Promise<Answer> =>
    JSON.parse(JSON.stringify(await administer(() => service, { command, ...fields }, Date.now() + 5_000)));
  const refusal = async (command: unknown, fields: Record<string, unknown> = {}): Promise<string[]> => {
    const { ok, error } = await ask(command, fields);
    assert.equal(ok, false);
    return [error.code, error.message];
  };
  const create = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const body = { ...validBody(), ...changes };
    const { status, body: boleto } = await call((request) => postBoleto(service, request), {
      method: 'POST',
      body,
    });
    assert.equal(status, 201, JSON.stringify(boleto));
    return boleto.id;
  };
  describe('makes a second tenant, and', () => {
    it('gives the first one the queues that its boletos name, and says so', async () => {
      for (const queue_url of [`${OWNER}2`, OWNER, OWNER]) await create({ queue_url });
      const { tenant, restricted } = await ask('tenant.create', { tenant: 'loja-sul' });
      assert.deepEqual(restricted, [{ tenant: 'default', allowed_queues: [OWNER, `${OWNER}2`] }]);
      assert.deepEqual([tenant.allowed_queues, tenant.notify, tenant.wallets], [[], 'always', []]);
      await create({ queue_url: `${OWNER}2` });
      const third = await ask('tenant.create', { tenant: 'loja-norte' });
      assert.deepEqual(third.restricted, []);
    });

    it('grants the first one the wallets that its configurations name', async () => {
      await service.sql(`DELETE FROM title_ids`);
      await service.sql(
        `INSERT INTO configurations (id, tenant_id, external_id, issuer, issuer_agency, issuer_account, issuer_wallet)
         VALUES ('cf_1', 'default', 'a', 'bradesco', '0123', '045', '09'), ('cf_2', 'default', 'b', 'boleto-api-bradesco-shopfacil', '123', '45', '9')`,
      );
      await ask('tenant.create', { tenant: 'loja-sul' });
      const { wallets } = await ask('wallet.list');
      assert.deepEqual(
        wallets.map((one: Record<string, unknown>) => [
          one.tenant,
          one.bank,
          one.issuer_agency,
          one.issuer_account,
          one.issuer_wallet,
        ]),
        [['default', '237', '123', '45', '9']],
      );
    });

    it('says what to type if the queues of the first one cannot be read in time', async () => {
      await service.sql('BEGIN');
      await service.sql('LOCK TABLE boletos IN ACCESS EXCLUSIVE MODE');
      try {
        assert.deepEqual(await refusal('tenant.create', { tenant: 'loja-sul' }), [
          'QUEUES_UNREAD',
          'The first tenant has too many boletos to read which queues they name. Name its queues, then try again: sbw tenant update default --allow-queue URL',
        ]);
      } finally {
        await service.sql('ROLLBACK');
      }
      await ask('tenant.update', { tenant: 'default', allowed_queues: [OWNER] });
      assert.deepEqual((await ask('tenant.create', { tenant: 'loja-sul' })).restricted, []);
    });

    it('changes nothing if the tenant exists', async () => {
      await create();
      assert.equal((await refusal('tenant.create', { tenant: 'default' }))[0], 'TENANT_EXISTS');
      assert.equal((await ask('tenant.show', { tenant: 'default' })).tenant.allowed_queues, null);
    });
  });

  describe('with wallets', () => {
    const itau = {
      issuer: 'boleto-api-itau',
      issuer_agency: '0057',
      issuer_account: '12345',
      issuer_wallet: '109',
    };
    const FLAGS = '--issuer boleto-api-itau --agency 0057 --account 12345 --wallet 109';
    const NAMED = 'Wallet 109 of boleto-api-itau, agency 0057, account 12345,';
    const add = (tenant: string, fields = {}) => ask('wallet.add', { tenant, ...itau, ...fields });
    const last = async () =>
      (await service.sql("SELECT last::int FROM title_ids WHERE issuer = '341'")).map(({ last }) => last);
    beforeEach(async () => {
      await service.sql("DELETE FROM title_ids WHERE issuer <> 'development'");
      await ask('tenant.create', { tenant: 'loja-sul' });
    });

    it('grants one, and may be repeated', async () => {
      const { tenant } = await add('loja-sul');
      assert.deepEqual(tenant.wallets, [
        {
          bank: '341',
          issuer_agency: '57',
          issuer_account: '12345',
          issuer_wallet: '109',
          beneficiary_name: null,
          beneficiary_document_number: null,
          beneficiary_address: null,
          agency_digit: null,
          account_digit: null,
          bank_account: null,
          last_title_id: 0,
          title_id_limit: 99_999_999,
          used_percent: 0,
          conflicts: [],
        },
      ]);
      assert.deepEqual((await add('loja-sul', { issuer_agency: '57' })).tenant.wallets, tenant.wallets);
      assert.deepEqual((await ask('tenant.list')).tenants[1].wallets, tenant.wallets);
    });

    it('refuses one of another tenant, and says whose it is and what to type', async () => {
      await add('loja-sul');
      assert.deepEqual(await refusal('wallet.add', { tenant: 'default', ...itau }), [
        'WALLET_TAKEN',
        `${NAMED} belongs to tenant "loja-sul". Take it from there first: sbw tenant remove-wallet loja-sul ${FLAGS}`,
      ]);
    });

    it('moves one with its numbers to another tenant', async () => {
      await add('loja-sul', { next_title_id: 42 });
      assert.deepEqual((await ask('wallet.remove', { tenant: 'loja-sul', ...itau })).tenant.wallets, []);
      assert.deepEqual(await refusal('wallet.remove', { tenant: 'loja-sul', ...itau }), [
        'NO_SUCH_WALLET',
        `${NAMED} is not one of tenant "loja-sul". See its wallets: sbw tenant list-wallets loja-sul`,
      ]);
      const { tenant } = await add('default');
      assert.equal(tenant.wallets.find((one: { bank: string }) => one.bank === '341').last_title_id, 41);
    });

    it('moves its numbers forward only', async () => {
      await add('loja-sul', { next_title_id: 50_000_000 });
      const { tenant } = await add('loja-sul', { next_title_id: 50_000_000 });
      assert.deepEqual([tenant.wallets[0].last_title_id, tenant.wallets[0].used_percent], [49_999_999, 50]);
      assert.deepEqual(
        await refusal('wallet.add', { tenant: 'loja-sul', ...itau, next_title_id: 49_999_999 }),
        [
          'TITLE_ID_USED',
          `${NAMED} has used its numbers up to 49999999, and a bank refuses a number that comes twice. Give --next-title-id 50000000 or more, or leave it out.`,
        ],
      );
      await add('loja-sul');
      assert.deepEqual(await last(), [49_999_999]);
    });

    for (const next_title_id of [0, -1, 1.5, 100_000_000]) {
      it(`refuses to begin at ${next_title_id}, which the bank does not accept`, async () => {
        assert.deepEqual(await refusal('wallet.add', { tenant: 'loja-sul', ...itau, next_title_id }), [
          'INVALID_REQUEST',
          '"next_title_id" must be an integer from 1 to 99999999',
        ]);
      });
    }

    it('issues the number that it was told to begin with', async () => {
      const development = validBody({ issuer_account: '777' });
      const { issuer, issuer_agency, issuer_account, issuer_wallet } = development;
      const wallet = { issuer, issuer_agency, issuer_account, issuer_wallet };
      await ask('tenant.update', { tenant: 'default', allowed_queues: [OWNER] });
      await ask('wallet.add', { tenant: 'default', ...wallet, next_title_id: 1_000 });
      const id = await create(development);
      assert.equal((await ask('boleto.show', { id })).boleto.title_id, 1_000);
    });

    it('lists the conflicts of the time before wallets had owners, until an operator decides', async () => {
      await add('default');
      await service.sql("INSERT INTO wallet_conflicts VALUES ('341', '57', '12345', '109', 'loja-sul', 12)");
      const { wallets } = await ask('wallet.list', { tenant: 'loja-sul' });
      assert.deepEqual(
        wallets.map(({ tenant, conflicts }: Record<string, unknown>) => [tenant, conflicts]),
        [['default', [{ tenant: 'loja-sul', boletos: 12 }]]],
      );
      await ask('wallet.remove', { tenant: 'default', ...itau });
      const { tenant } = await add('loja-sul');
      assert.deepEqual(tenant.wallets[0].conflicts, []);
      assert.deepEqual(await service.sql('SELECT * FROM wallet_conflicts'), []);
    });

    it('leaves a line in the log that names the tenant and the wallet', async () => {
      const { lines } = await linesOf(() => add('loja-sul'));
      const logged = lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'administered');
      const { command, tenant, issuer, issuer_agency, issuer_account, issuer_wallet } = logged;
      assert.deepEqual([command, tenant], ['wallet.add', 'loja-sul']);
      assert.deepEqual({ issuer, issuer_agency, issuer_account, issuer_wallet }, itau);
    });

    it('reports a tenant that does not exist, and grants nothing', async () => {
      assert.equal((await refusal('wallet.add', { tenant: 'nobody', ...itau }))[0], 'NO_SUCH_TENANT');
      assert.equal((await refusal('wallet.remove', { tenant: 'nobody', ...itau }))[0], 'NO_SUCH_TENANT');
      assert.equal((await refusal('wallet.list', { tenant: 'nobody' }))[0], 'NO_SUCH_TENANT');
      assert.deepEqual(await last(), []);
    });

    it('refuses fields that the bank does not accept', async () => {
      assert.deepEqual(await refusal('wallet.add', { tenant: 'default', ...itau, issuer_agency: '12345' }), [
        'INVALID_REQUEST',
        '"issuer_agency" must be 1 to 4 digits',
      ]);
    });

    it('refuses a configuration with a wallet that is not the tenant’s, and says what to type', async () => {
      const put = { tenant: 'loja-sul', external_id: 'default', ...itau };
      assert.deepEqual(await refusal('configuration.put', put), [
        'WALLET_NOT_OWNED',
        `${NAMED} is not one of tenant "loja-sul". Grant it first: sbw tenant add-wallet loja-sul ${FLAGS}`,
      ]);
      await add('loja-sul');
      assert.equal((await ask('configuration.put', put)).ok, true);
      assert.equal((await refusal('configuration.put', { ...put, tenant: 'nobody' }))[0], 'NO_SUCH_TENANT');
    });
  });
});
