import assert from 'node:assert/strict';
import { cancelBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { call, OWNER, useService, validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;
const REFUSED = 5_000_004;

describe('the queue of a tenant', () => {
  const service = useService();
  let keys = 0;
  const notify = (value: string) => service.sql('UPDATE tenants SET notify = $1', [value]);
  const headers = (keyed: boolean) => (keyed ? { headers: { 'Idempotency-Key': `key-${keys++}` } } : {});
  const soon = () => Date.now() + 20_000;

  const post = async (keyed: boolean, changes: Record<string, unknown> = {}) => {
    const event = { method: 'POST', body: validBody(changes), ...headers(keyed) };
    const { status, body } = await call((request) => postBoleto(service, request), event);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const cancel = async (id: string, keyed: boolean) => {
    const event = { method: 'POST', id, ...headers(keyed) };
    const { body } = await call((request) => cancelBoleto(service, request), event);
    assert.equal(body.status, 'cancelled');
  };
  const deliver = (id: string) =>
    processBatch(
      { Records: [{ messageId: 'message-1', body: JSON.stringify({ boleto_id: id }) }] },
      { ...service, deadline: soon() },
    );
  /** The statuses that the owner was sent, after the schedule has sent whatever is left. */
  const told = async () => {
    await service.sql('UPDATE outbox SET due_at = now()');
    await sweepOutbox(service.outbox, soon());
    assert.deepEqual(await service.sql("SELECT id FROM outbox WHERE kind = 'notification'"), []);
    return service.sent
      .filter(({ queueUrl }) => queueUrl === OWNER)
      .map(({ body }) => (body as { status: string }).status);
  };

  describe('with notify later, for a request with a key,', () => {
    beforeEach(() => notify('later'));

    it('gets nothing of a registration that the answer said', async () => {
      assert.equal((await post(true)).status, 'registered');
      assert.deepEqual(await told(), []);
      assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
    });

    it('gets nothing of a refusal that the answer said', async () => {
      assert.equal((await post(true, { amount: REFUSED })).status, 'refused');
      assert.deepEqual(await told(), []);
      assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
    });

    it('gets a registration that came later', async () => {
      const { id, status } = await post(true, { amount: PENDING_ONCE });
      assert.equal(status, 'pending_registration');
      await deliver(id);
      assert.deepEqual(await told(), ['registered']);
    });

    it('gets that its registration failed in the end', async () => {
      const { id } = await post(true, { amount: PENDING_ONCE });
      await service.sql('UPDATE boletos SET amount = $1, paid_amount = 1 WHERE id = $2', [REFUSED, id]);
      await deliver(id);
      assert.deepEqual(await told(), ['failed']);
    });

    it('gets a cancellation without a key, and none with one', async () => {
      const [first, second] = [await post(true), await post(true)];
      await cancel(first.id, true);
      assert.deepEqual(await told(), []);
      await cancel(second.id, false);
      assert.deepEqual(await told(), ['cancelled']);
    });

    it('gets the registration from the schedule if the request ended without an answer', async () => {
      const { id } = await post(true, { amount: PENDING_ONCE });
      service.sent.length = 0;
      await service.sql("UPDATE boletos SET registering_until = now() - interval '1 s'");
      await deliver(id);
      assert.deepEqual(await told(), ['registered']);
    });
  });

  for (const [setting, keyed] of [
    ['later', false],
    ['always', true],
    ['always', false],
  ] as const) {
    it(`with notify ${setting} gets all of a request ${keyed ? 'with' : 'without'} a key`, async () => {
      await notify(setting);
      const { id } = await post(keyed);
      await post(keyed, { amount: REFUSED });
      assert.deepEqual(await told(), ['registered', 'refused']);
      await cancel(id, keyed);
      assert.deepEqual(await told(), ['registered', 'refused', 'cancelled']);
    });
  }

  it('answers a repeated request with what its queue was not sent', async () => {
    await notify('later');
    const event = { method: 'POST', body: validBody(), headers: { 'Idempotency-Key': 'again' } };
    const ask = () => call((request) => postBoleto(service, request), event);
    const [first, second] = [await ask(), await ask()];
    assert.deepEqual([second.status, second.body], [201, first.body]);
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.deepEqual(await told(), []);
  });
});
