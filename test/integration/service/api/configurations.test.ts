import assert from 'node:assert/strict';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import {
  getConfiguration,
  patchConfiguration,
  postConfiguration,
} from '../../../../src/service/api/configurations.js';
import type { Endpoint } from '../../../../src/service/http/handler.js';
import type { Service } from '../../../../src/service/service.js';
import { addTenant, call, grantWallet, type Reply, useService, validBody } from '../harness.js';

type ServiceEndpoint = (service: Service, request: Parameters<Endpoint>[0]) => ReturnType<Endpoint>;

describe('the configurations of a tenant', () => {
  const service = useService();

  before(async () => {
    await addTenant(service, { id: 'acme', keyId: 'key-of-acme', account: '9722' });
    for (const series of ['237', 'development']) {
      for (const wallet of ['25', '26']) {
        await grantWallet(service, 'default', { series, agency: '1229', account: '469', wallet });
      }
    }
  });

  const ask = (endpoint: ServiceEndpoint, event: Parameters<typeof call>[1]): Promise<Reply> =>
    call((request) => endpoint(service, request), event);
  const ACME = { apiKeyId: 'key-of-acme' };

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
      body: { ...configuration, issuer_agency: '3381', issuer_account: '9722' },
      ...ACME,
    });
    const request = { method: 'POST', body: validBody({ external_id: 'partner-1' }) };
    const accounts = [
      (await ask(postBoleto, request)).body.issuer_account,
      (await ask(postBoleto, { ...request, ...ACME })).body.issuer_account,
    ];
    assert.deepEqual(accounts, ['469', '9722']);
  });

  describe('named default', () => {
    const { issuer, issuer_account, issuer_agency, issuer_wallet, ...rest } = validBody();
    const standard = { issuer, issuer_account, issuer_agency, issuer_wallet };
    const post = (changes: Record<string, unknown>) =>
      ask(postBoleto, { method: 'POST', body: { ...rest, ...changes } });
    const errorsOf = async (changes: Record<string, unknown>) => {
      const { status, body } = await post(changes);
      assert.equal(status, 400, JSON.stringify(body));
      return body.errors.map(({ message }: { message: string }) => message);
    };
    const make = () =>
      ask(postConfiguration, { method: 'POST', body: { external_id: 'default', ...standard } });

    it('fills in the whole wallet of a request that names nothing of it', async () => {
      assert.equal((await post({})).status, 400);
      await make();
      const { status, body } = await post({});
      assert.equal(status, 201);
      assert.deepEqual(
        [body.issuer, body.issuer_agency, body.issuer_account, body.issuer_wallet],
        ['development', '3381', '9721', '26'],
      );
    });

    for (const same of [
      { issuer },
      { issuer, issuer_wallet },
      { issuer_account, issuer_agency },
      { issuer_account: '0009721', issuer_agency: null },
    ]) {
      it(`fills in the rest where a request names the same: ${JSON.stringify(same)}`, async () => {
        await make();
        const { status, body } = await post(same);
        assert.deepEqual([status, body.issuer_account, body.issuer_wallet], [201, '9721', '26']);
      });
    }

    it('is not mixed with another issuer: a Caixa boleto got the number of a Bradesco account', async () => {
      await make();
      assert.deepEqual(await errorsOf({ issuer: 'boleto-api-caixa', register: false }), [
        '"issuer_account" is required',
        '"issuer_agency" is required',
        '"issuer_wallet" is required',
        '"issuer" differs from the configuration "default", so that issuer_agency, issuer_account, issuer_wallet must be given too',
      ]);
    });

    it('is not mixed with another carteira or account', async () => {
      await make();
      assert.deepEqual(await errorsOf({ issuer, issuer_wallet: '25' }), [
        '"issuer_account" is required',
        '"issuer_agency" is required',
        '"issuer_wallet" differs from the configuration "default", so that issuer_agency, issuer_account must be given too',
      ]);
      assert.equal((await errorsOf({ issuer_account: '469' })).length, 4);
    });

    it('does not touch a request that names all', async () => {
      await make();
      const other = {
        issuer: 'development',
        issuer_agency: '1229',
        issuer_account: '469',
        issuer_wallet: '25',
      };
      const { status, body } = await post(other);
      assert.deepEqual([status, body.issuer_account, body.issuer_wallet], [201, '469', '25']);
    });

    it('does not mix with one that the request names: that one replaces all four', async () => {
      await make();
      await ask(postConfiguration, {
        method: 'POST',
        body: { ...bradesco, issuer: 'development', issuer_wallet: '25' },
      });
      const { status, body } = await post({ external_id: 'partner-1', issuer: 'boleto-api-caixa' });
      assert.deepEqual(
        [status, body.issuer, body.issuer_agency, body.issuer_account, body.issuer_wallet],
        [201, 'development', '1229', '469', '25'],
      );
    });

    it('fills in where external_id names none, as callers of the earlier service send it', async () => {
      await make();
      assert.equal((await post({ external_id: 'order-1' })).status, 201);
      assert.equal((await post({ external_id: 'order-1', ...standard })).status, 201);
    });
  });
});
