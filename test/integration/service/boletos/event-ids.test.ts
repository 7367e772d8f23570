import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { administer } from '../../../../src/service/administration/administer.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { createTenants } from '../../../../src/service/tenants/tenants.js';
import { useApi } from '../api.js';
import { validBody } from '../harness.js';

describe('the id of an event', () => {
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  const post = async (): Promise<string> =>
    (await api({ method: 'POST', path: '/boletos', body: validBody() })).json().id;
  const cancel = (id: string) => api({ method: 'POST', path: `/boletos/${id}/cancel` });
  const letTimePass = () => service.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);
  const idOf = (boleto: string, number: number, status: string) => {
    const hash = createHash('sha256').update(`${boleto}/${number}/${status}`).digest('hex');
    return `ntf_${hash.slice(0, 32)}`;
  };

  beforeEach(() => {
    service.notificationIds.length = 0;
  });

  it('repeated after a restore: it is a hash of the boleto, the number of its event and its status', async () => {
    const id = await post();
    await cancel(id);
    assert.deepEqual(service.notificationIds, [idOf(id, 1, 'registered'), idOf(id, 2, 'cancelled')]);
  });

  it('is the same after a retry', async () => {
    service.breakQueues(true);
    const id = await post();
    await letTimePass();
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 0, failed: 1 });
    service.breakQueues(false);
    await letTimePass();
    await sweepOutbox(service.outbox, soon());
    assert.deepEqual(service.notificationIds, [idOf(id, 1, 'registered')]);
  });

  it('is another one for each event, also when an operator sends a status again', async () => {
    const [one, other] = [await post(), await post()];
    await administer(() => service, { command: 'boleto.notify', id: one }, soon());
    await administer(() => service, { command: 'boleto.notify', id: one }, soon());
    await cancel(one);
    await letTimePass();
    await sweepOutbox(service.outbox, soon());
    assert.deepEqual(service.notificationIds, [
      idOf(one, 1, 'registered'),
      idOf(other, 1, 'registered'),
      idOf(one, 2, 'registered'),
      idOf(one, 3, 'registered'),
      idOf(one, 4, 'cancelled'),
    ]);
  });

  it('counts events that a quiet answer replaced in no other order', async () => {
    await service.sql(`UPDATE tenants SET notify = 'later'`);
    Object.assign(service, { tenants: createTenants(service.database, service.clock) });
    const reply = await api({
      method: 'POST',
      path: '/boletos',
      body: validBody(),
      headers: { 'Idempotency-Key': 'k1' },
    });
    const { id } = reply.json();
    assert.deepEqual(service.notificationIds, []);
    await cancel(id);
    await service.sql(`UPDATE tenants SET notify = 'always'`);
    assert.deepEqual(service.notificationIds, [idOf(id, 1, 'cancelled')]);
    assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
  });
});
