import assert from 'node:assert/strict';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { patchConfiguration, postConfiguration } from '../../../../src/service/api/configurations.js';
import type { Endpoint } from '../../../../src/service/http/handler.js';
import type { Service } from '../../../../src/service/service.js';
import { createWallets } from '../../../../src/service/tenants/wallets.js';
import { addTenant, call, grantWallet, OWNER, type Reply, useService, validBody } from '../harness.js';

type ServiceEndpoint = (service: Service, request: Parameters<Endpoint>[0]) => ReturnType<Endpoint>;

const NOT_OWN = [
  {
    type: 'invalid_parameter',
    message: '"issuer_wallet" must be one of this API key\'s wallets',
    field: 'issuer_wallet',
  },
];
const ACME = { apiKeyId: 'key-of-acme' };

describe("another tenant's wallet", () => {
  const service = useService();
  before(() => addTenant(service, { id: 'acme', keyId: 'key-of-acme', account: '9722' }));

  const ask = (endpoint: ServiceEndpoint, event: Parameters<typeof call>[1]): Promise<Reply> =>
    call((request) => endpoint(service, request), event);
  const assertRefused = ({ status, body }: Reply) => {
    assert.deepEqual([status, body.errors], [400, NOT_OWN]);
  };
  const last = () => service.sql('SELECT account, last::int FROM title_ids ORDER BY account');
  const configuration = (changes: Record<string, unknown> = {}) => ({
    external_id: 'partner-1',
    issuer: 'development',
    issuer_agency: '3381',
    issuer_account: '9722',
    issuer_wallet: '26',
    ...changes,
  });

  it('is refused in a body, with a number of its own too, and takes no number', async () => {
    for (const changes of [{}, { title_id: 1 }, { issuer_account: '09721' }, { register: false }]) {
      assertRefused(await ask(postBoleto, { method: 'POST', body: validBody(changes), ...ACME }));
    }
    assert.deepEqual(await last(), [
      { account: '9721', last: 0 },
      { account: '9722', last: 0 },
    ]);
    assert.equal((await ask(postBoleto, { method: 'POST', body: validBody() })).status, 201);
  });

  it('is refused by whatever issuer of the bank it is named', async () => {
    await grantWallet(service, 'default', { series: '237' });
    for (const issuer of ['bradesco', 'boleto-api-bradesco-shopfacil']) {
      const body = validBody({ issuer, register: false });
      assertRefused(await ask(postBoleto, { method: 'POST', body, ...ACME }));
      assert.equal((await ask(postBoleto, { method: 'POST', body })).status, 201);
    }
  });

  it('is refused where nobody has it', async () => {
    const body = validBody({ issuer_account: '555' });
    assertRefused(await ask(postBoleto, { method: 'POST', body }));
    assert.deepEqual(await service.sql("SELECT * FROM title_ids WHERE account = '555'"), []);
  });

  it('is refused by POST /configurations', async () => {
    const event = (body: unknown) => ({ method: 'POST', body, ...ACME });
    assertRefused(await ask(postConfiguration, event(configuration({ issuer_account: '9721' }))));
    assert.equal((await ask(postConfiguration, event(configuration()))).status, 201);
  });

  for (const field of [
    { issuer_account: '9721' },
    { issuer_agency: '3382' },
    { issuer_wallet: '25' },
    { issuer: 'bradesco' },
  ]) {
    it(`is refused by PATCH /configurations of one field: ${JSON.stringify(field)}`, async () => {
      const { body } = await ask(postConfiguration, { method: 'POST', body: configuration(), ...ACME });
      const patch = { method: 'PATCH', id: body.id, body: field, ...ACME };
      assertRefused(await ask(patchConfiguration, patch));
      const [row] = await service.sql('SELECT updated_at = created_at AS same FROM configurations');
      assert.deepEqual(row, { same: true });
    });
  }

  for (const external_id of ['partner-1', 'default']) {
    it(`is refused from a configuration of an earlier version: ${external_id}`, async () => {
      await service.sql(
        `INSERT INTO configurations (id, tenant_id, external_id, issuer, issuer_agency, issuer_account, issuer_wallet)
         VALUES ('cf_old', 'acme', $1, 'development', '3381', '9721', '26')`,
        [external_id],
      );
      const { issuer, issuer_account, issuer_agency, issuer_wallet, ...rest } = validBody();
      const body = external_id === 'default' ? rest : { ...rest, external_id };
      assertRefused(await ask(postBoleto, { method: 'POST', body, ...ACME }));
    });
  }
});

describe('the owner of a wallet', () => {
  const service = useService();
  const wallet = {
    issuer: 'development',
    issuer_agency: '3381',
    issuer_account: '9721',
    issuer_wallet: '26',
  } as const;
  const deadline = () => Date.now() + 5_000;

  it('is the only tenant of an installation from its first use on, without a command', async () => {
    const post = (changes: Record<string, unknown>) =>
      call((request) => postBoleto(service, request), { method: 'POST', body: validBody(changes) });
    const statuses = await Promise.all(
      ['1', '2', '1', '2'].map((issuer_account) =>
        post({ issuer_account, queue_url: `${OWNER}-${issuer_account}` }),
      ),
    );
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [201, 201, 201, 201],
    );
    assert.deepEqual(await service.sql('SELECT account, tenant_id FROM title_ids ORDER BY 1'), [
      { account: '1', tenant_id: 'default' },
      { account: '2', tenant_id: 'default' },
    ]);
  });

  it('is nobody who does not exist', async () => {
    await service.sql('DELETE FROM title_ids');
    assert.equal(await service.wallets.isOf('nobody', wallet, deadline()), false);
    assert.deepEqual(await service.sql('SELECT * FROM title_ids'), []);
  });

  it('is followed at once when it is granted, and within 30 s when it is taken away', async () => {
    await service.sql('DELETE FROM title_ids');
    await service.sql("INSERT INTO tenants (id) VALUES ('acme') ON CONFLICT DO NOTHING");
    let now = 0;
    const wallets = createWallets(service.database, { now: () => new Date(now) });
    const isOf = (tenant: string) => wallets.isOf(tenant, wallet, deadline());
    assert.deepEqual([await isOf('default'), await isOf('acme')], [false, false]);
    await grantWallet(service, 'default', {});
    assert.deepEqual([await isOf('default'), await isOf('acme')], [true, false]);
    await grantWallet(service, 'acme', {});
    assert.equal(await isOf('acme'), true);
    await grantWallet(service, 'default', {});
    now = 29_999;
    assert.equal(await isOf('acme'), true);
    now = 30_000;
    assert.equal(await isOf('acme'), false);
  });
});
