import assert from 'node:assert/strict';
import {
  cancelBoleto,
  getBoleto,
  getBoletos,
  patchBoleto,
  postBoleto,
} from '../../../../src/service/api/boletos.js';
import type { Endpoint } from '../../../../src/service/http/handler.js';
import type { Service } from '../../../../src/service/service.js';
import { addTenant, call, OWNER, type Reply, useService, validBody } from '../harness.js';

type ServiceEndpoint = (service: Service, request: Parameters<Endpoint>[0]) => ReturnType<Endpoint>;

describe('a tenant', () => {
  const service = useService();

  before(() => addTenant(service, { id: 'acme', keyId: 'key-of-acme', account: '9722' }));

  const ask = (endpoint: ServiceEndpoint, event: Parameters<typeof call>[1]): Promise<Reply> =>
    call((request) => endpoint(service, request), event);
  const ACME = { apiKeyId: 'key-of-acme' };
  const acmeBody = () => validBody({ issuer_account: '9722' });

  describe('and its boletos', () => {
    it('are seen, paid and cancelled by that tenant only', async () => {
      const { body } = await ask(postBoleto, { method: 'POST', body: acmeBody(), ...ACME });
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
      await ask(postBoleto, { method: 'POST', body: acmeBody(), ...ACME });
      const { status, body: page } = await ask(getBoletos, {
        method: 'GET',
        query: { cursor: body.id },
        ...ACME,
      });
      assert.deepEqual([status, page.errors[0].field], [400, 'cursor']);
    });

    it('may only name the queues that it is allowed', async () => {
      const queue_url = OWNER.replace('owner', 'another');
      for (const key of [{}, ACME]) {
        const body = { ...(key === ACME ? acmeBody() : validBody()), queue_url };
        const { status, body: answer } = await ask(postBoleto, { method: 'POST', body, ...key });
        assert.deepEqual([status, answer.errors[0].field], [400, 'queue_url']);
      }
    });

    it('may name a queue as soon as an operator has allowed it', async () => {
      const queue_url = OWNER.replace('owner', 'another');
      const event = { method: 'POST', body: { ...acmeBody(), queue_url }, ...ACME };
      assert.equal((await ask(postBoleto, event)).status, 400);
      const allow = (queues: string[]) =>
        service.sql("UPDATE tenants SET allowed_queues = $1 WHERE id = 'acme'", [queues]);
      await allow([OWNER, queue_url]);
      assert.equal((await ask(postBoleto, event)).status, 201);
      await allow([OWNER]);
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
});
