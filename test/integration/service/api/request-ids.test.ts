import assert from 'node:assert/strict';
import { cancelBoleto, patchBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { linesOf } from '../../../unit/service/lines.js';
import { call, useService, validBody } from '../harness.js';

describe('the log of a request', () => {
  const service = useService();
  const headers = { 'x-request-id': 'order-7' };

  async function eventsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { lines } = await linesOf(work);
    const logged = lines.map((line) => JSON.parse(line)).filter(({ event }) => !event.startsWith('database'));
    for (const line of logged) {
      const { request_id, gateway_request_id } = line;
      assert.deepEqual([request_id, gateway_request_id], ['order-7', 'request-1'], JSON.stringify(line));
    }
    return logged.map(({ event }) => event);
  }

  it('names the caller’s id and API Gateway’s in every line: one of them alone finds no other log', async () => {
    const created: string[] = [];
    const post =
      (changes = {}) =>
      async () => {
        const { body } = await call((request) => postBoleto(service, request), {
          method: 'POST',
          body: validBody(changes),
          headers,
        });
        created.push(body.id);
      };
    assert.deepEqual(await eventsOf(post()), ['boleto-issued', 'registration', 'message-sent', 'request']);
    service.breakQueues(true);
    assert.deepEqual(await eventsOf(post()), [
      'boleto-issued',
      'registration',
      'message-not-sent',
      'request',
    ]);
    service.breakQueues(false);
    const [paid = '', cancelled = ''] = created;
    const patch = () =>
      call((request) => patchBoleto(service, request), {
        method: 'PATCH',
        id: paid,
        body: { paid_amount: 2000 },
        headers,
      });
    assert.deepEqual(await eventsOf(patch), ['boleto-paid', 'request']);
    const cancel = () =>
      call((request) => cancelBoleto(service, request), { method: 'POST', id: cancelled, headers });
    const events = await eventsOf(cancel);
    assert.deepEqual([events[0], events.at(-1)], ['boleto-cancelled', 'request']);
  });

  it('names both for a failure', async () => {
    const failing = { ...service, repository: { ...service.repository } };
    failing.repository.update = () => Promise.reject(new Error('no database'));
    const patch = () =>
      call((request) => patchBoleto(failing, request), { method: 'PATCH', id: 'bol_c0', body: {}, headers });
    assert.deepEqual(await eventsOf(patch), ['request-failed', 'request']);
  });
});
