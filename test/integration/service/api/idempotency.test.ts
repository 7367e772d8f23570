import assert from 'node:assert/strict';
import { patchBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { deleteOldKeys } from '../../../../src/service/boletos/idempotency.js';
import { addTenant, call, type Reply, useService, validBody } from '../harness.js';

describe('Idempotency-Key', () => {
  const service = useService();

  before(async () => {
    await addTenant(service, { id: 'other', keyId: 'key-of-other', account: '9722' });
  });

  const post = (key: string | undefined, body: unknown, apiKeyId?: string): Promise<Reply> =>
    call((request) => postBoleto(service, request), {
      method: 'POST',
      body,
      ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
      ...(apiKeyId === undefined ? {} : { apiKeyId }),
    });
  const rows = async () => Number((await service.sql('SELECT count(*) FROM boletos'))[0]?.count);

  for (const register of [true, false]) {
    it(`answers a repetition with the first answer (register: ${register})`, async () => {
      const first = await post('k1', validBody({ register }));
      const patch = { method: 'PATCH', id: first.body.id, body: { paid_amount: 2000 } };
      await call((request) => patchBoleto(service, request), patch);
      const second = await post('k1', validBody({ register }));
      assert.equal(second.status, 201);
      assert.deepEqual(second.body, first.body);
      assert.deepEqual(Object.keys(second.body), Object.keys(first.body));
      assert.equal(await rows(), 1);
    });
  }

  it('does so with a title id of the caller, and whatever the order of the fields', async () => {
    const body = validBody({ title_id: 7 });
    const first = await post('k1', body);
    const second = await post('k1', Object.fromEntries(Object.entries(body).reverse()));
    assert.deepEqual(second.body, first.body);
  });

  it('refuses the key with another body', async () => {
    await post('k1', validBody());
    const { status, body } = await post('k1', validBody({ amount: 2001 }));
    assert.equal(status, 422);
    assert.deepEqual(body, {
      errors: [
        {
          type: 'idempotency_key_reused',
          message: '"Idempotency-Key" came before with another request',
          field: 'Idempotency-Key',
        },
      ],
    });
    assert.equal(await rows(), 1);
  });

  it('makes one row of 20 concurrent requests, and answers all of them alike', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => post('k1', validBody())));
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [201]);
    assert.equal(new Set(replies.map(({ body }) => JSON.stringify(body))).size, 1);
    assert.equal(replies[0]?.body.status, 'registered');
    assert.equal(await rows(), 1);
    assert.equal(service.notificationIds.length > 0, true);
  });

  it('uses no title id for a repetition', async () => {
    await post('k1', validBody());
    await post('k1', validBody());
    const { body } = await post('k2', validBody());
    assert.equal(body.title_id, 2);
  });

  it('answers the boleto as it is now if the first request was killed', async () => {
    const { body } = await post('k1', validBody());
    await service.sql('UPDATE idempotency_keys SET answer = NULL');
    assert.deepEqual((await post('k1', validBody())).body, body);
  });

  for (const register of [true, false]) {
    it(`may be the same for two tenants, whose answers stay apart (register: ${register})`, async () => {
      const body = validBody({ register });
      const theirs = { ...body, issuer_account: '9722' };
      const [one, other] = [await post('k1', body), await post('k1', theirs, 'key-of-other')];
      assert.notEqual(one.body.id, other.body.id);
      assert.deepEqual((await post('k1', body)).body, one.body);
      assert.deepEqual((await post('k1', theirs, 'key-of-other')).body, other.body);
    });
  }

  it('left out makes another boleto of the same body', async () => {
    await post(undefined, validBody());
    await post(undefined, validBody());
    assert.equal(await rows(), 2);
  });

  it('may be used again after a wrong body', async () => {
    assert.equal((await post('k1', validBody({ amount: 0 }))).status, 400);
    assert.equal((await post('k1', validBody())).status, 201);
  });

  for (const key of ['', ' ', 'ção', 'x'.repeat(256)]) {
    it(`must not be ${JSON.stringify(key.slice(0, 8))} with ${key.length} characters`, async () => {
      const { status, body } = await post(key, validBody());
      assert.equal(status, 400);
      assert.equal(body.errors[0].message, '"Idempotency-Key" must be 1 to 255 visible ASCII characters');
    });
  }

  it('is deleted after 30 days, not before', async () => {
    await post('k1', validBody());
    await service.sql(`UPDATE idempotency_keys SET created_at = now() - interval '29 days'`);
    assert.equal(await deleteOldKeys(service.database, Date.now() + 5_000), 0);
    await service.sql(`UPDATE idempotency_keys SET created_at = now() - interval '31 days'`);
    assert.equal(await deleteOldKeys(service.database, Date.now() + 5_000), 1);
  });

  it('was deleted a thousand a run: all that are due go in one run', async () => {
    await service.sql(
      `INSERT INTO idempotency_keys (tenant_id, key, request_hash, boleto_id, created_at)
       SELECT 'default', n, 'x', 'bol_x', now() - CASE WHEN n <= 3500 THEN interval '31 days' ELSE interval '1 day' END
       FROM generate_series(1, 3600) n`,
    );
    assert.equal(await deleteOldKeys(service.database, Date.now() + 20_000), 3500);
    const [left] = await service.sql('SELECT count(*)::int AS keys FROM idempotency_keys');
    assert.deepEqual(left, { keys: 100 });
  });

  it('is deleted in later runs if the time of one is over', async () => {
    await service.sql(
      `INSERT INTO idempotency_keys (tenant_id, key, request_hash, boleto_id, created_at)
       SELECT 'default', n, 'x', 'bol_x', now() - interval '31 days' FROM generate_series(1, 2500) n`,
    );
    const over = () => deleteOldKeys(service.database, Date.now());
    assert.deepEqual([await over(), await over(), await over(), await over()], [1000, 1000, 500, 0]);
  });
});
