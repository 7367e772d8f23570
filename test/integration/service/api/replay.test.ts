import assert from 'node:assert/strict';
import { createTenants } from '../../../../src/service/tenants/tenants.js';
import { createWallets } from '../../../../src/service/tenants/wallets.js';
import { type ApiReply, type ApiRequest, useApi } from '../api.js';
import { addTenant, NOW, validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;

describe('a request that comes again with its Idempotency-Key', () => {
  const { service, api } = useApi();

  const keyed = (key: string, request: ApiRequest): Promise<ApiReply> =>
    api({ ...request, headers: { 'Idempotency-Key': key } });
  const post = (key: string, body: unknown = validBody()) =>
    keyed(key, { method: 'POST', path: '/boletos', body });
  const patch = (key: string, id: string, body: unknown) =>
    keyed(key, { method: 'PATCH', path: `/boletos/${id}`, body });
  const cancel = (key: string, id: string) => keyed(key, { method: 'POST', path: `/boletos/${id}/cancel` });
  const show = (id: string) => api({ method: 'GET', path: `/boletos/${id}` });
  const count = async (table: string) =>
    Number((await service.sql(`SELECT count(*) FROM ${table}`))[0]?.count);
  const setTime = (now: string) =>
    Object.assign(service, { clock: { ...service.clock, now: () => new Date(now) } });

  afterEach(() => setTime(NOW));

  function assertReplay(second: ApiReply, first: ApiReply): void {
    assert.equal(first.headers['idempotent-replayed'], undefined);
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.deepEqual([second.status, second.bytes.toString()], [first.status, first.bytes.toString()]);
  }

  it('was refused once its due date had passed: it gets the first answer', async () => {
    const body = validBody({ expiration_date: '2026-11-25' });
    const first = await post('k1', body);
    assert.equal(first.status, 201);
    setTime('2026-12-20T12:00:00Z');
    assertReplay(await post('k1', body), first);
    assert.equal((await post('k2', body)).status, 400);
  });

  it('was refused once its tenant lost the queue, the wallet or the configuration: it gets the first answer', async () => {
    const first = await post('k1');
    await addTenant(service, { id: 'other', keyId: 'key-of-other', account: '9722' });
    await service.sql(`UPDATE title_ids SET tenant_id = 'other'`);
    await service.sql(`UPDATE tenants SET allowed_queues = '{https://sqs.us-east-1.amazonaws.com/1/x}'`);
    const { database, clock } = service;
    Object.assign(service, {
      tenants: createTenants(database, clock),
      wallets: createWallets(database, clock),
    });
    assertReplay(await post('k1'), first);
    assert.equal((await post('k2')).status, 400);
    await service.sql(`DELETE FROM tenant_api_keys WHERE tenant_id = 'other'`);
    await service.sql(`DELETE FROM tenants WHERE id = 'other'`);
    await service.sql(`UPDATE tenants SET allowed_queues = NULL`);
    await service.sql('DELETE FROM title_ids');
  });

  it('paid twice: a payment is taken once, and another one in between stays', async () => {
    const { id } = (await post('k1')).json();
    const first = await patch('k2', id, { paid_amount: 2000 });
    assert.equal(first.status, 200);
    await patch('k3', id, { paid_amount: 0 });
    assertReplay(await patch('k2', id, { paid_amount: 2000 }), first);
    assert.equal((await show(id)).json().paid_amount, 0);
    assert.equal(await count('boleto_changes'), 2);
  });

  it('cancels once, and answers a repetition after a payment with the first answer', async () => {
    const { id } = (await post('k1')).json();
    const first = await cancel('k2', id);
    assert.equal(first.status, 200);
    service.sent.length = 0;
    await patch('k3', id, { paid_amount: 2000 });
    assertReplay(await cancel('k2', id), first);
    assert.deepEqual(service.sent, []);
  });

  it('is 422 with another method, path or body, and changes nothing', async () => {
    const [one, other] = [(await post('k1')).json().id, (await post('k2')).json().id];
    await patch('k3', one, { paid_amount: 2000 });
    const before = await service.sql('SELECT * FROM boletos ORDER BY id');
    const replies = [
      await cancel('k1', one),
      await patch('k1', one, { paid_amount: 1 }),
      await patch('k3', other, { paid_amount: 2000 }),
      await patch('k3', one, { paid_amount: 1999 }),
      await post('k3', { paid_amount: 2000 }),
      await post('k1', { ...validBody(), amount: 1 }),
      await post('k1', { ...validBody(), amount: 'much' }),
    ];
    for (const { status, json } of replies) {
      assert.deepEqual([status, json().errors[0].type], [422, 'idempotency_key_reused']);
    }
    assert.deepEqual(await service.sql('SELECT * FROM boletos ORDER BY id'), before);
  });

  it('was kept with a refusal: only what succeeded is kept', async () => {
    const { id } = (await post('k1')).json();
    const before = await count('idempotency_keys');
    assert.equal((await patch('k2', id, { paid_amount: -1 })).status, 400);
    assert.equal((await patch('k2', 'bol_c0', { paid_amount: 1 })).status, 404);
    assert.equal((await post('k2', validBody({ amount: 0 }))).status, 400);
    assert.equal((await post('k2', validBody({ title_id: 1 }))).status, 400);
    await patch('k3', id, { paid_amount: 1 });
    assert.equal((await cancel('k2', id)).status, 409);
    assert.equal((await patch('k2', id, { paid_amount: 2 })).status, 409);
    assert.equal(await count('idempotency_keys'), before + 1);
    assert.equal((await post('k2')).status, 201);
  });

  it('kept the key of a killed request for ever: after its lease the key may be used again', async () => {
    await service.sql(
      `INSERT INTO idempotency_keys (tenant_id, key, request_hash, boleto_id, status, created_at)
       SELECT 'default', 'k1', request_hash, 'bol_lost', 201, now() - interval '2 minutes'
       FROM idempotency_keys WHERE key = 'k1'
       UNION ALL SELECT 'default', 'k1', 'x', 'bol_lost', 201, now() - interval '2 minutes' LIMIT 1`,
    );
    await post('k2');
    // The killed request was the same as k2's.
    await service.sql(
      `UPDATE idempotency_keys lost SET request_hash = same.request_hash
       FROM idempotency_keys same WHERE lost.key = 'k1' AND same.key = 'k2'`,
    );
    const first = await post('k1');
    assert.equal(first.status, 201);
    assert.notEqual(first.json().id, 'bol_lost');
    assertReplay(await post('k1'), first);
    assert.equal(await count('boletos'), 2);
  });

  for (const [what, request] of [
    ['POST', (id: string) => post('k2', validBody({ reference_id: id }))],
    ['PATCH', (id: string) => patch('k2', id, { paid_amount: 2000 })],
    ['cancel', (id: string) => cancel('k2', id)],
  ] as const) {
    it(`counts once when 20 ${what} with one key come at the same time`, async () => {
      const { id } = (await post('k1')).json();
      const boletos = await count('boletos');
      service.sent.length = 0;
      const replies = await Promise.all(Array.from({ length: 20 }, () => request(id)));
      const conflicts = replies.filter(({ status }) => status === 409);
      for (const { json } of conflicts) {
        assert.equal(json().errors[0].message, 'came twice at the same time: send it again');
      }
      const answers = replies.filter(({ status }) => status !== 409).map(({ bytes }) => bytes.toString());
      assert.equal(new Set(answers).size, 1);
      assert.deepEqual(conflicts, [], 'every repetition gets the first answer');
      assert.equal(await count('boletos'), what === 'POST' ? boletos + 1 : boletos);
      assert.equal(await count('boleto_changes'), what === 'POST' ? 0 : 1);
      assert.equal(service.sent.length, what === 'PATCH' ? 0 : 1);
    });
  }

  /** Leaves the key as the releases before 2026-12-01 kept it: with a hash of the body, its fields sorted, alone. */
  async function keepAsEarlier(body: Record<string, unknown>, answer = 'answer'): Promise<void> {
    const sorted = JSON.stringify(
      Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    await service.sql(
      `UPDATE idempotency_keys SET status = NULL, request_hash = NULL, answer = ${answer},
         body_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')`,
      [sorted],
    );
  }

  it('gets the answer that a release before 2026-12-01 has kept', async () => {
    const first = await post('k1');
    await keepAsEarlier(validBody());
    assertReplay(await post('k1'), first);
    assert.equal((await post('k1', validBody({ amount: 1 }))).status, 422);
  });

  it('gets the boleto of a request of a release before 2026-12-01 that was killed', async () => {
    const first = await post('k1', validBody({ amount: PENDING_ONCE }));
    await keepAsEarlier(validBody({ amount: PENDING_ONCE }), 'NULL');
    assertReplay(await post('k1', validBody({ amount: PENDING_ONCE })), first);
  });

  it('was a 500 with very deep JSON: it is a 400', async () => {
    for (const depth of [1_000, 20_000, 200_000]) {
      const body = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const { status, json } = await post('k1', body);
      assert.equal(status, 400, `${depth}: ${JSON.stringify(json())}`);
    }
    assert.equal(await count('idempotency_keys'), 0);
  });
});
