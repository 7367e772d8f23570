import assert from 'node:assert/strict';
import {
  cancelBoleto,
  getBoleto,
  getBoletos,
  patchBoleto,
  postBoleto,
} from '../../../../src/service/api/boletos.js';
import {
  getConfiguration,
  patchConfiguration,
  postConfiguration,
} from '../../../../src/service/api/configurations.js';
import type { Endpoint } from '../../../../src/service/http/handler.js';
import type { Service } from '../../../../src/service/service.js';
import { call, OWNER, type Reply, useService, validBody } from '../harness.js';

type ServiceEndpoint = (service: Service, request: Parameters<Endpoint>[0]) => ReturnType<Endpoint>;

describe('a tenant', () => {
  const service = useService();

  before(async () => {
    await service.sql(`INSERT INTO tenants (id, allowed_queues) VALUES ('acme', ARRAY[$1])`, [OWNER]);
    await service.sql(`INSERT INTO tenant_api_keys VALUES ('key-of-acme', 'acme')`);
  });

  const ask = (endpoint: ServiceEndpoint, event: Parameters<typeof call>[1]): Promise<Reply> =>
    call((request) => endpoint(service, request), event);
  const ACME = { apiKeyId: 'key-of-acme' };

  describe('and its boletos', () => {
    it('are seen, paid and cancelled by that tenant only', async () => {
      const { body } = await ask(postBoleto, { method: 'POST', body: validBody(), ...ACME });
      const { id } = body;
      assert.equal((await ask(getBoleto, { method: 'GET', id, ...ACME })).status, 200);
      assert.equal((await ask(getBoletos, { method: 'GET', ...ACME })).body.length, 1);
      assert.equal((await ask(getBoleto, { method: 'GET', id })).status, 404);
      assert.deepEqual((await ask(getBoletos, { method: 'GET' })).body, []);
      const paid = { method: 'PATCH', id, body: { paid_amount: 1 } };
      assert.equal((await ask(patchBoleto, paid)).status, 404);
      assert.equal((await ask(cancelBoleto, { method: 'POST', id })).status, 404);
      assert.deepEqual((await ask(getBoleto, { method: 'GET', id, ...ACME })).body, body);
    });

    it('are not reached with a cursor of another tenant', async () => {
      const { body } = await ask(postBoleto, { method: 'POST', body: validBody() });
      await ask(postBoleto, { method: 'POST', body: validBody(), ...ACME });
      const { status, body: page } = await ask(getBoletos, {
        method: 'GET',
        query: { cursor: body.id },
        ...ACME,
      });
      assert.deepEqual([status, page], [200, []]);
    });

    it('may only name the queues that it is allowed', async () => {
      const queue_url = OWNER.replace('owner', 'another');
      const event = { method: 'POST', body: validBody({ queue_url }) };
      assert.equal((await ask(postBoleto, event)).status, 201);
      const { status, body } = await ask(postBoleto, { ...event, ...ACME });
      assert.deepEqual([status, body.errors[0].field], [400, 'queue_url']);
    });
  });

  it('is required: a key without one is refused', async () => {
    for (const apiKeyId of ['key-of-nobody', '']) {
      const { status, body } = await ask(getBoletos, { method: 'GET', apiKeyId });
      assert.equal(status, 403);
      assert.deepEqual(body, {
        errors: [{ type: 'authorization', message: 'This API key belongs to no tenant', field: null }],
      });
    }
  });

  describe('and its configurations', () => {
    const bradesco = {
      external_id: 'partner-1',
      issuer: 'bradesco',
      issuer_account: '469',
      issuer_agency: '1229',
      issuer_wallet: '26',
    };

    it('are created, read by external id, and changed by id', async () => {
      const created = await ask(postConfiguration, { method: 'POST', body: bradesco });
      assert.equal(created.status, 201);
      const { id, created_at, updated_at, ...rest } = created.body;
      assert.match(id, /^cf_c[0-9a-v]{24}$/);
      assert.deepEqual(rest, { ...bradesco, object: 'configuration' });
      assert.deepEqual(Object.keys(created.body), [
        'id',
        'external_id',
        'issuer_account',
        'issuer_agency',
        'issuer_wallet',
        'issuer',
        'created_at',
        'updated_at',
        'object',
      ]);
      const read = await ask(getConfiguration, { method: 'GET', id: 'partner-1' });
      assert.deepEqual(read.body, created.body);
      const changed = await ask(patchConfiguration, { method: 'PATCH', id, body: { issuer_wallet: '25' } });
      assert.equal(changed.body.issuer_wallet, '25');
      assert.equal(changed.body.issuer_account, '469');
    });

    it('are refused if they exist, have wrong fields, or break the rules of the bank', async () => {
      await ask(postConfiguration, { method: 'POST', body: bradesco });
      const twice = await ask(postConfiguration, { method: 'POST', body: bradesco });
      assert.equal(twice.body.errors[0].message, '"external_id" is taken by another configuration');
      const wrong = { ...bradesco, issuer_agency: '12345', issuer_wallet: 'x', colour: 1 };
      const { status, body } = await ask(postConfiguration, { method: 'POST', body: wrong });
      assert.equal(status, 400);
      assert.deepEqual(
        body.errors.map(({ field }: { field: string }) => field),
        ['colour', 'issuer_agency', 'issuer_wallet'],
      );
    });

    it('are answered 404 if they do not exist, or if another tenant has them', async () => {
      const { body } = await ask(postConfiguration, { method: 'POST', body: bradesco });
      assert.equal((await ask(getConfiguration, { method: 'GET', id: 'partner-1', ...ACME })).status, 404);
      assert.equal((await ask(getConfiguration, { method: 'GET', id: '\0' })).status, 404);
      const event = { method: 'PATCH', id: body.id, body: { issuer_wallet: '25' }, ...ACME };
      assert.equal((await ask(patchConfiguration, event)).status, 404);
    });

    it("replace the issuer of a request's body", async () => {
      const configuration = { ...bradesco, issuer: 'development' };
      await ask(postConfiguration, { method: 'POST', body: configuration });
      const { body } = await ask(postBoleto, {
        method: 'POST',
        body: validBody({ external_id: 'partner-1', issuer_account: '9721', issuer_agency: '3381' }),
      });
      assert.deepEqual([body.issuer_account, body.issuer_agency, body.issuer_wallet], ['469', '1229', '26']);
      assert.equal(body.external_id, 'partner-1');
    });

    it('are those of the tenant, if two tenants use the same external id', async () => {
      const configuration = { ...bradesco, issuer: 'development' };
      await ask(postConfiguration, { method: 'POST', body: configuration });
      await ask(postConfiguration, {
        method: 'POST',
        body: { ...configuration, issuer_account: '9721' },
        ...ACME,
      });
      const request = { method: 'POST', body: validBody({ external_id: 'partner-1' }) };
      const accounts = [
        (await ask(postBoleto, request)).body.issuer_account,
        (await ask(postBoleto, { ...request, ...ACME })).body.issuer_account,
      ];
      assert.deepEqual(accounts, ['469', '9721']);
    });

    it('named default fill in what a request leaves out', async () => {
      const { issuer, issuer_account, issuer_agency, issuer_wallet, ...rest } = validBody();
      assert.equal((await ask(postBoleto, { method: 'POST', body: rest })).status, 400);
      const configuration = { external_id: 'default', issuer, issuer_account, issuer_agency, issuer_wallet };
      await ask(postConfiguration, { method: 'POST', body: configuration });
      const { status, body } = await ask(postBoleto, {
        method: 'POST',
        body: { ...rest, issuer_wallet: '25' },
      });
      assert.equal(status, 201);
      assert.deepEqual([body.issuer_account, body.issuer_wallet], ['9721', '25']);
    });
  });
});
