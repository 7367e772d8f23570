import assert from 'node:assert/strict';
import { deleteOldEvents } from '../../../../src/service/boletos/undelivered.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { type ApiReply, useApi } from '../api.js';
import { addTenant, OWNER, validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;

interface Event {
  readonly boleto_id: string;
  readonly status: string;
  readonly notification_id: string;
  readonly cursor: string;
}

describe('GET /events', () => {
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  const post = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const reply = await api({ method: 'POST', path: '/boletos', body: validBody(changes) });
    assert.equal(reply.status, 201, reply.bytes.toString());
    return reply.json().id;
  };
  const cancel = (id: string) => api({ method: 'POST', path: `/boletos/${id}/cancel` });
  const get = (query: Record<string, string> = {}, more = {}): Promise<ApiReply> =>
    api({ method: 'GET', path: '/events', query, ...more });
  const events = async (query: Record<string, string> = {}): Promise<Event[]> => {
    const reply = await get(query);
    assert.equal(reply.status, 200, reply.bytes.toString());
    return reply.json();
  };
  /** Lets events wait longer than the list needs to show them. */
  const letTimePass = (time = '1 minute') =>
    service.sql(
      `UPDATE outbox SET undelivered_at = undelivered_at - interval '${time}', due_at = due_at - interval '2 hours'`,
    );

  it('is empty while every queue takes its events', async () => {
    await post();
    await letTimePass();
    assert.deepEqual(await events(), []);
  });

  it('lost no event that a queue did not take: it has it as the queue would have got it', async () => {
    service.breakQueues(true);
    const id = await post({ reference_id: 'order-7' });
    await letTimePass();
    const [event, ...others] = (await get()).json();
    assert.deepEqual(others, []);
    const { notification_id, cursor, undelivered_at, ...rest } = event;
    assert.deepEqual(rest, {
      boleto_id: id,
      status: 'registered',
      reference_id: 'order-7',
      queue_url: OWNER,
      attempts: 0,
      object: 'event',
    });
    assert.match(notification_id, /^ntf_[0-9a-f]{32}$/);
    assert.match(cursor, /^[\w-]+$/);
    assert.ok(Date.parse(undelivered_at) < Date.now());
    service.breakQueues(false);
    await sweepOutbox(service.outbox, soon());
    assert.equal(service.notificationIds.at(-1), notification_id);
    assert.deepEqual(await events(), [], 'an event that was sent leaves the list');
  });

  it('hid the events that wait behind an undelivered one: it has them all, in order', async () => {
    service.breakQueues(true);
    const [first, second] = [await post(), await post()];
    await cancel(first);
    await letTimePass('20 seconds');
    await cancel(second);
    await letTimePass();
    assert.deepEqual(
      (await events()).map(({ boleto_id, status }) => [boleto_id, status]),
      [
        [first, 'registered'],
        [second, 'registered'],
        [first, 'cancelled'],
        [second, 'cancelled'],
      ],
    );
    service.breakQueues(false);
    await sweepOutbox(service.outbox, soon());
    const sent = service.sent.map(({ body }) => body as Event).filter(({ boleto_id }) => boleto_id === first);
    assert.deepEqual(
      sent.map(({ status }) => status),
      ['registered', 'cancelled'],
    );
  });

  it('shows an event that was inserted before its first failure was written, once that is', async () => {
    const id = await post();
    service.breakQueues(true);
    await cancel(id);
    await service.sql(`UPDATE outbox SET undelivered_at = NULL, tenant_id = NULL, due_at = now()`);
    await service.sql(
      `INSERT INTO outbox (boleto_id, kind, sequence, body, due_at)
       SELECT boleto_id, kind, sequence + 1, body, now() FROM outbox`,
    );
    await sweepOutbox(service.outbox, soon());
    await letTimePass();
    assert.equal((await events()).length, 2);
  });

  it('shows an event only when no other can still take a place before it', async () => {
    service.breakQueues(true);
    await post();
    assert.deepEqual(await events(), []);
    await letTimePass('10 seconds');
    assert.equal((await events()).length, 1);
  });

  it('gives each event once over its pages, whatever is sent or comes meanwhile', async () => {
    service.breakQueues(true);
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) ids.push(await post());
    // All in one instant: then the number decides.
    await service.sql(
      `UPDATE outbox SET undelivered_at = '2026-11-01T00:00:00.000001Z' WHERE kind = 'notification'`,
    );
    const seen: Event[] = [];
    let query: Record<string, string> | undefined = { count: '2' };
    while (query) {
      const reply: ApiReply = await get(query);
      seen.push(...reply.json());
      await service.sql('DELETE FROM outbox WHERE boleto_id = $1', [seen[0]?.boleto_id]);
      const link = /^<\?(.*)>; rel="next"$/.exec(reply.headers.link ?? '')?.[1];
      query = link === undefined ? undefined : Object.fromEntries(new URLSearchParams(link));
    }
    assert.deepEqual(
      seen.map(({ boleto_id }) => boleto_id),
      ids,
    );
    const after = seen.at(-1)?.cursor ?? '';
    assert.deepEqual(await events({ after }), []);
    const later = await post();
    await letTimePass();
    assert.deepEqual(
      (await events({ after })).map(({ boleto_id }) => boleto_id),
      [later],
    );
  });

  it("shows no other tenant's events", async () => {
    await addTenant(service, { id: 'other', keyId: 'key-of-other', account: '9722' });
    service.breakQueues(true);
    await post();
    await letTimePass();
    assert.equal((await get({}, { apiKeyId: 'key-of-other' })).json().length, 0);
    assert.equal((await events()).length, 1);
  });

  for (const after of [
    '',
    'yesterday',
    'MTc',
    'bol_c0',
    Buffer.from('1/2/3').toString('base64url'),
    'é',
    '99/1',
  ]) {
    it(`answers 400 to the malformed cursor ${JSON.stringify(after)}, not an empty page`, async () => {
      const { status, json } = await get({ after });
      assert.equal(status, 400);
      assert.deepEqual(json().errors, [
        { type: 'invalid_parameter', message: '"after" must be the cursor of an event', field: 'after' },
      ]);
    });
  }

  it('moves a count outside its limits to the nearest, as the list of boletos does', async () => {
    service.breakQueues(true);
    await post();
    await post();
    await letTimePass();
    assert.equal((await events({ count: '0' })).length, 1);
    assert.equal((await events({ count: '101' })).length, 2);
  });

  it('keeps events for ninety days, also more than a thousand, and then forgets them', async () => {
    service.breakQueues(true);
    const id = await post({ amount: PENDING_ONCE });
    await post();
    await service.sql(
      `INSERT INTO outbox (boleto_id, kind, sequence, body, due_at, tenant_id, undelivered_at)
       SELECT boleto_id, kind, n, body, due_at, tenant_id, now() - interval '91 days'
       FROM outbox, generate_series(2, 2502) n WHERE kind = 'notification'`,
    );
    await service.sql(`UPDATE outbox SET undelivered_at = now() - interval '89 days' WHERE sequence = 1`);
    assert.equal(await deleteOldEvents(service.database, soon()), 2501);
    const left = await service.sql('SELECT kind, sequence FROM outbox ORDER BY id');
    assert.deepEqual(left, [
      { kind: 'registration', sequence: null },
      { kind: 'notification', sequence: 1 },
    ]);
    service.breakQueues(false);
    const body = JSON.stringify({ boleto_id: id });
    await processBatch({ Records: [{ messageId: 'm', body }] }, { ...service, deadline: soon() });
  });
});
