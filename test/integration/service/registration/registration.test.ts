import assert from 'node:assert/strict';
import { getBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { UNASKED } from '../../../../src/service/boletos/settle.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { call, OWNER, TO_REGISTER, useService, validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;

describe('the registration of a boleto', () => {
  const service = useService();

  const soon = () => Date.now() + 20_000;
  const create = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const respond = (request: Parameters<typeof postBoleto>[1]) => postBoleto(service, request);
    return (await call(respond, { method: 'POST', body: validBody(changes) })).body.id;
  };
  const statusOf = async (id: string): Promise<string> =>
    (await call((request) => getBoleto(service, request), { method: 'GET', id })).body.status;
  const deliver = (...bodies: string[]) =>
    processBatch(
      { Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })) },
      { ...service, deadline: soon() },
    );
  const message = (id: string) => JSON.stringify({ boleto_id: id });
  const notification = (id: string, status: string) => ({
    queueUrl: OWNER,
    body: { boleto_id: id, status, reference_id: null },
  });
  /** Makes a boleto whose process crashed right after the INSERT, some time ago. */
  const crashed = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const id = await create(changes);
    await service.sql(
      `UPDATE boletos SET status = 'issued', registration_attempts = 1, registering_until = now() - interval '1 s'`,
    );
    await service.sql('DELETE FROM outbox');
    await service.sql(
      `INSERT INTO outbox (boleto_id, kind, body, due_at)
       VALUES ($1, 'registration', json_build_object('boleto_id', $1::text), now() - interval '1 s')`,
      [id],
    );
    service.sent.length = 0;
    return id;
  };

  it('registers a pending boleto at the next delivery and notifies its owner once', async () => {
    const id = await create({ amount: PENDING_ONCE });
    assert.deepEqual(service.sent.splice(0), [{ queueUrl: TO_REGISTER, body: { boleto_id: id } }]);
    assert.deepEqual(await deliver(message(id)), { batchItemFailures: [] });
    assert.equal(await statusOf(id), 'registered');
    assert.deepEqual(service.sent, [notification(id, 'registered')]);
    assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
  });

  it('does nothing for a repeated message', async () => {
    const id = await create({ amount: PENDING_ONCE });
    await deliver(message(id), message(id));
    await deliver(message(id));
    assert.deepEqual(service.sent.slice(1), [notification(id, 'registered')]);
  });

  it('registers once if several workers receive the same message at the same time', async () => {
    const id = await create({ amount: PENDING_ONCE });
    service.sent.length = 0;
    await Promise.all([deliver(message(id)), deliver(message(id)), deliver(message(id))]);
    assert.equal(await statusOf(id), 'registered');
    assert.deepEqual(service.sent, [notification(id, 'registered')]);
    const [row] = await service.sql('SELECT registration_attempts FROM boletos');
    assert.deepEqual(row, { registration_attempts: 2 });
  });

  it('keeps the message of a boleto that another attempt is registering', async () => {
    const id = await create({ amount: PENDING_ONCE });
    await service.repository.claim(id, soon());
    assert.deepEqual(await deliver(message(id)), { batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    assert.equal(await statusOf(id), 'pending_registration');
  });

  it('ignores the outcome of an attempt that was overtaken', async () => {
    const id = await create({ amount: PENDING_ONCE });
    const slow = await service.repository.claim(id, soon());
    assert.ok(slow);
    await service.sql(`UPDATE boletos SET registering_until = now() - interval '1 s'`);
    const next = await service.repository.claim(id, soon());
    assert.ok(next);
    const refused = await service.repository.settle(slow, { status: 'refused', code: '1' }, UNASKED, soon());
    assert.equal(refused, undefined);
    const settled = await service.repository.settle(
      next,
      { status: 'registered', code: '0' },
      UNASKED,
      soon(),
    );
    assert.equal(settled?.boleto.status, 'registered');
    assert.equal(settled?.boleto.issuer_response_code, '0');
  });

  it('never leaves a terminal status', async () => {
    const id = await create();
    assert.equal(await service.repository.claim(id, soon()), undefined);
    assert.equal(await statusOf(id), 'registered');
  });

  it('does nothing for a boleto that is not to be registered', async () => {
    const id = await create({ register: false });
    assert.deepEqual(await deliver(message(id)), { batchItemFailures: [] });
    assert.equal(await statusOf(id), 'issued');
    assert.deepEqual(service.sent, []);
    const [row] = await service.sql('SELECT registration_attempts FROM boletos');
    assert.deepEqual(row, { registration_attempts: 0 });
  });

  it('processes a batch with unreadable messages, and keeps only those', async () => {
    const id = await create({ amount: PENDING_ONCE });
    const unreadable = [
      'not json',
      '{}',
      'null',
      '{"boleto_id":7}',
      message('bol_nothing'),
      '{"boleto_id":"bol_\\u0000"}',
    ];
    const answer = await deliver(...unreadable.slice(0, 3), message(id), ...unreadable.slice(3));
    assert.deepEqual(
      answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      [0, 1, 2, 4, 5, 6].map((index) => `message-${index}`),
    );
    assert.equal(await statusOf(id), 'registered');
  });

  it('begins no message without enough time left', async () => {
    const id = await create({ amount: PENDING_ONCE });
    const records = { Records: [{ messageId: 'late', body: message(id) }] };
    const answer = await processBatch(records, { ...service, deadline: Date.now() + 3_000 });
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: 'late' }] });
    assert.equal(await statusOf(id), 'pending_registration');
  });

  it('finishes by schedule and queue a boleto whose process crashed after the INSERT', async () => {
    const id = await crashed();
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 1, failed: 0 });
    assert.deepEqual(service.sent.splice(0), [{ queueUrl: TO_REGISTER, body: { boleto_id: id } }]);
    await deliver(message(id));
    assert.equal(await statusOf(id), 'registered');
    assert.deepEqual(service.sent, [notification(id, 'registered')]);
  });

  it('sends by schedule, once, a notification that the queue did not accept', async () => {
    service.breakQueues(true);
    const id = await create();
    const due = `UPDATE outbox SET due_at = now() - interval '1 s'`;
    await service.sql(due);
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 0, failed: 1 });
    await service.sql(due);
    service.breakQueues(false);
    const sweeps = await Promise.all([1, 2, 3].map(() => sweepOutbox(service.outbox, soon())));
    assert.deepEqual(sweeps.map(({ sent }) => sent).sort(), [0, 0, 1]);
    assert.deepEqual(service.sent, [notification(id, 'registered')]);
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 0, failed: 0 });
  });

  it('retries a queue that does not answer after longer and longer pauses', async () => {
    service.breakQueues(true);
    await create();
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      await service.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);
      await sweepOutbox(service.outbox, soon());
      const [row] = await service.sql('SELECT extract(epoch FROM due_at - now())::int AS wait FROM outbox');
      waits.push(Math.round(Number(row?.wait) / 60));
    }
    assert.deepEqual(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('sends another message about a pending boleto after an hour, in case the queue lost the first', async () => {
    const id = await create({ amount: PENDING_ONCE });
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 0, failed: 0 });
    await service.sql(`UPDATE outbox SET due_at = due_at - interval '1 hour'`);
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 1, failed: 0 });
    assert.deepEqual(service.sent.at(-1), { queueUrl: TO_REGISTER, body: { boleto_id: id } });
  });

  it('sends a backlog of any length', async () => {
    await Promise.all(Array.from({ length: 170 }, () => create({ amount: PENDING_ONCE })));
    await service.sql(`UPDATE outbox SET due_at = now() - interval '1 min'`);
    service.sent.length = 0;
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 170, failed: 0 });
    assert.equal(service.sent.length, 170);
  });
});
