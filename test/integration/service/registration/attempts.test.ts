import assert from 'node:assert/strict';
import { cancelBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import type { QueueMessage } from '../../../../src/service/boletos/messages.js';
import { createOutbox } from '../../../../src/service/boletos/outbox.js';
import type { Registration } from '../../../../src/service/boletos/status.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { call, OWNER, TO_REGISTER, useService, validBody } from '../harness.js';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const PENDING: Registration = { status: 'pending_registration', code: '93005116' };

describe('the attempts at a registration', () => {
  const service = useService();
  /** The complete messages to the queues. */
  const messages: (QueueMessage & { queueUrl: string })[] = [];
  /** Queues that do not answer. */
  const broken = new Set<string>();
  let answers: Registration[] = [];

  before(() => {
    const send = async (queueUrl: string, message: QueueMessage) => {
      if (broken.has(queueUrl)) throw new Error('the queue does not answer');
      messages.push({ queueUrl, ...message });
    };
    Object.assign(service, {
      outbox: createOutbox(service.database, send, TO_REGISTER),
      providers: { find: () => ({ register: async () => answers.shift() ?? PENDING }) },
    });
  });
  beforeEach(() => {
    messages.length = 0;
    answers = [];
    broken.clear();
  });

  const soon = () => Date.now() + 20_000;
  const create = async (changes: Record<string, unknown> = {}, headers = {}): Promise<string> => {
    const event = { method: 'POST', body: validBody(changes), headers };
    return (await call((request) => postBoleto(service, request), event)).body.id;
  };
  const deliver = (id: string) =>
    processBatch(
      { Records: [{ messageId: 'message-0', body: JSON.stringify({ boleto_id: id }) }] },
      { ...service, deadline: soon() },
    );
  const statusOf = async (id: string) =>
    (await service.sql('SELECT status FROM boletos WHERE id = $1', [id]))[0]?.status;
  const due = () => service.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);

  it('are announced by new messages with longer and longer delays, while the received message is done', async () => {
    const id = await create();
    for (let round = 0; round < 10; round++) {
      assert.deepEqual(await deliver(id), { batchItemFailures: [] });
    }
    assert.deepEqual(
      messages.map(({ queueUrl, delay }) => [queueUrl === TO_REGISTER, delay]),
      [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900].map((delay) => [true, delay]),
    );
    assert.equal(await statusOf(id), 'pending_registration');
  });

  it('end with status failed after the last one, with messages to the owner and the dead-letter queue', async () => {
    const id = await create({ reference_id: 'order-7' });
    await service.sql('UPDATE boletos SET attempts_allowed = 3');
    messages.length = 0;
    await deliver(id);
    assert.equal(await statusOf(id), 'pending_registration');
    messages.length = 0;
    assert.deepEqual(await deliver(id), { batchItemFailures: [] });
    assert.equal(await statusOf(id), 'failed');
    const sent = messages.map(({ queueUrl, body }) => ({ queueUrl, body: { ...Object(body) } }));
    const { notification_id, ...notification } = sent[0]?.body ?? {};
    assert.match(notification_id, /^ntf_[0-9a-f]{32}$/);
    assert.deepEqual(
      { queueUrl: sent[0]?.queueUrl, notification },
      { queueUrl: OWNER, notification: { boleto_id: id, status: 'failed', reference_id: 'order-7' } },
    );
    assert.deepEqual(sent.slice(1), [
      { queueUrl: `${TO_REGISTER}-dead-letter`, body: { boleto_id: id, reason: 'attempts_exhausted' } },
    ]);
    assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
    messages.length = 0;
    assert.deepEqual(await deliver(id), { batchItemFailures: [] });
    assert.deepEqual(messages, []);
  });

  it('keep the last code of the bank while an attempt gets no answer', async () => {
    answers = [PENDING, { status: 'pending_registration', code: null }];
    const id = await create();
    await deliver(id);
    const [row] = await service.sql('SELECT registration_attempts, issuer_response_code FROM boletos');
    assert.deepEqual(row, { registration_attempts: 2, issuer_response_code: '93005116' });
  });

  it("keep the codes that follow from the row if the bank's answer has none", async () => {
    const barcode = '23791313800000020003381260000000000100097210';
    const digitableLine = '23793.38128 60000.000004 01000.972107 1 31380000002000';
    answers = [
      PENDING,
      { status: 'registered', code: '0', boletoUrl: 'https://bank.test/b', issuerId: '17' },
    ];
    const id = await create({ title_id: 1 });
    await deliver(id);
    const [row] = await service.sql('SELECT * FROM boletos');
    assert.deepEqual(
      [row?.barcode, row?.digitable_line, row?.boleto_url, row?.issuer_id, row?.issuer_response_code],
      [barcode, digitableLine, 'https://bank.test/b', '17', '0'],
    );
  });

  it('pass on the request id and its trace through the queue to the notification', async () => {
    answers = [PENDING, { status: 'registered', code: '0' }];
    const id = await create({}, { 'X-Request-Id': 'order-7', traceparent: TRACE });
    await deliver(id);
    assert.equal(messages.length, 2);
    for (const { attributes } of messages) {
      assert.deepEqual(attributes, { request_id: 'order-7', traceparent: TRACE });
    }
  });

  it('lead to notifications in order, each with its own id', async () => {
    answers = [{ status: 'registered', code: '0' }];
    broken.add(OWNER);
    const id = await create();
    await call((request) => cancelBoleto(service, request), { method: 'POST', id });
    assert.deepEqual(messages, []);
    await due();
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 0, failed: 1 });
    broken.clear();
    await due();
    await sweepOutbox(service.outbox, soon());
    const bodies = messages.map(({ body }) => Object(body));
    assert.deepEqual(
      bodies.map(({ status }) => status),
      ['registered', 'cancelled'],
    );
    assert.equal(new Set(bodies.map(({ notification_id }) => notification_id)).size, 2);
  });

  it('lead to a notification that keeps its id when it is sent again', async () => {
    answers = [{ status: 'registered', code: '0' }];
    broken.add(OWNER);
    await create();
    await due();
    const [first] = await service.outbox.claimDue(10, soon());
    await due();
    const [second] = await service.outbox.claimDue(10, soon());
    assert.match(Object(first?.body).notification_id, /^ntf_[0-9a-f]{32}$/);
    assert.deepEqual(second?.body, first?.body);
  });

  it("do not delay another owner's notification while one queue fails", async () => {
    const other = OWNER.replace('owner', 'another');
    answers = [
      { status: 'registered', code: '0' },
      { status: 'registered', code: '0' },
    ];
    broken.add(OWNER).add(other);
    await create();
    const id = await create({ queue_url: other });
    broken.delete(other);
    await due();
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 1, failed: 1 });
    assert.deepEqual(
      messages.map(({ queueUrl, body }) => [queueUrl, Object(body).boleto_id]),
      [[other, id]],
    );
  });
});
