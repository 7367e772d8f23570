import assert from 'node:assert/strict';
import { createBoletoRepository } from '../../../../src/service/boletos/repository.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { openApi, useApi } from '../api.js';
import { validBody } from '../harness.js';

describe('the list of issued boletos', () => {
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  const issued = async (): Promise<string[]> => {
    const reply = await api({ method: 'GET', path: '/boletos', query: { status: 'issued' } });
    return reply.json().map(({ id }: { id: string }) => id);
  };

  /** Stores a boleto whose first attempt ends without an outcome. */
  async function left(): Promise<string> {
    const repository = createBoletoRepository(service.database);
    const killed = { ...repository, settle: () => Promise.reject(new Error('killed')) };
    const dying = await openApi({ ...service, repository: killed });
    const reply = await dying({ method: 'POST', path: '/boletos', body: validBody() });
    assert.equal(reply.json().status, 'issued');
    return reply.json().id;
  }

  it('has a boleto while its first attempt runs, once that was killed, and when the schedule has seen it', async () => {
    const id = await left();
    assert.deepEqual(await issued(), [id]);
    await service.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);
    await service.sql(`UPDATE boletos SET registering_until = now() - interval '1 s'`);
    assert.deepEqual(await issued(), [id]);
    service.breakQueues(true);
    await sweepOutbox(service.outbox, soon());
    assert.deepEqual(await issued(), [id], 'its reminder was not sent');
    await service.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);
    service.breakQueues(false);
    await sweepOutbox(service.outbox, soon());
    assert.deepEqual(await issued(), [id], 'its reminder is due in an hour');
    await service.repository.claim(id, soon());
    assert.deepEqual(await issued(), [id], 'its second attempt runs');
    await service.sql(`UPDATE boletos SET registering_until = now() - interval '1 s'`);
    const body = JSON.stringify({ boleto_id: id });
    await processBatch({ Records: [{ messageId: 'm', body }] }, { ...service, deadline: soon() });
    assert.deepEqual(await issued(), []);
  });

  it('keeps its order and its pages over boletos that are found in two ways', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 3; number++) {
      ids.unshift(await left());
      const reply = await api({ method: 'POST', path: '/boletos', body: validBody({ register: false }) });
      ids.unshift(reply.json().id);
    }
    const seen: string[] = [];
    for (let query: Record<string, string> | undefined = { status: 'issued', count: '2' }; query; ) {
      const reply = await api({ method: 'GET', path: '/boletos', query });
      seen.push(...reply.json().map(({ id }: { id: string }) => id));
      const link: string | undefined = /^<\?(.*)>; rel="next"$/.exec(reply.headers.link ?? '')?.[1];
      query = link === undefined ? undefined : Object.fromEntries(new URLSearchParams(link));
    }
    assert.deepEqual(seen, ids);
    const page = await api({
      method: 'GET',
      path: '/boletos',
      query: { status: 'issued', count: '2', page: '2' },
    });
    assert.deepEqual(
      page.json().map(({ id }: { id: string }) => id),
      ids.slice(2, 4),
    );
  });
});
