import assert from 'node:assert/strict';
import { getBoletos, patchBoleto, postBoleto } from '../../../src/service/api/boletos.js';
import { postConfiguration } from '../../../src/service/api/configurations.js';
import { createBoletoRepository } from '../../../src/service/boletos/repository.js';
import { processBatch } from '../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../src/service/registration/sweep.js';
import { linesOf } from '../../unit/service/lines.js';
import { call, OWNER, type Reply, TO_REGISTER, useService, validBody } from './harness.js';

const PENDING_ONCE = 5_000_003;
const REFUSED = 5_000_004;

/**
 * The mistakes of the earlier service, by their numbers in the project's notes on it. The tests of its providers'
 * mistakes (3, 10 to 12, 15, 19 to 21, 23, 25) are in ./registration, test/unit/service/registration and
 * test/unit/service/issuers; their titles begin with the number too.
 */
describe('mistakes of the earlier service', () => {
  const service = useService();

  const soon = () => Date.now() + 20_000;
  const post = (changes: Record<string, unknown> = {}, headers = {}): Promise<Reply> =>
    call((request) => postBoleto(service, request), { method: 'POST', body: validBody(changes), headers });
  const patch = (id: string, body: unknown) =>
    call((request) => patchBoleto(service, request), { method: 'PATCH', id, body });
  const deliver = (...bodies: string[]) =>
    processBatch(
      { Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })) },
      { ...service, deadline: soon() },
    );
  const message = (id: string) => JSON.stringify({ boleto_id: id });
  /** Lets all leases run out and all messages become due. */
  const letTimePass = () =>
    service
      .sql(`UPDATE outbox SET due_at = now() - interval '1 s'`)
      .then(() => service.sql('UPDATE boletos SET registering_until = NULL'));
  const statuses = async () => (await service.sql('SELECT status FROM boletos')).map(({ status }) => status);

  it('mistake 1: a crash between the database and the queue loses nothing', async () => {
    const crashing = { ...service, repository: createBoletoRepository(service.database) };
    crashing.repository.settle = () => Promise.reject(new Error('the process is gone'));
    await call((request) => postBoleto(crashing, request), { method: 'POST', body: validBody() });
    assert.deepEqual([await statuses(), service.sent], [['issued'], []]);
    const beforeTheLeaseEnds = await sweepOutbox(service.outbox, soon());
    assert.deepEqual(beforeTheLeaseEnds, { sent: 0, failed: 0 });
    await letTimePass();
    await sweepOutbox(service.outbox, soon());
    const [reminder] = service.sent;
    assert.equal(reminder?.queueUrl, TO_REGISTER);
    await deliver(JSON.stringify(reminder?.body));
    assert.deepEqual(await statuses(), ['registered']);
  });

  it('mistake 2: a repeated request makes no second boleto', async () => {
    const [one, other] = [
      await post({}, { 'Idempotency-Key': 'k' }),
      await post({}, { 'Idempotency-Key': 'k' }),
    ];
    assert.equal(one.body.id, other.body.id);
    assert.equal((await statuses()).length, 1);
  });

  it('mistake 4: the owner is notified of a synchronous registration too, and later if its queue fails', async () => {
    const { body } = await post();
    assert.deepEqual(service.sent.splice(0), [
      { queueUrl: OWNER, body: { boleto_id: body.id, status: 'registered', reference_id: null } },
    ]);
    service.breakQueues(true);
    const { body: second } = await post();
    service.breakQueues(false);
    await letTimePass();
    await sweepOutbox(service.outbox, soon());
    assert.deepEqual(
      service.sent.map((message) => Object(message.body).boleto_id),
      [second.id],
    );
  });

  it('mistake 5: a boleto without a provider ends as failed, and its owner is notified', async () => {
    const { body } = await post({ amount: PENDING_ONCE });
    const unconnected = { ...service, providers: { find: () => undefined } };
    await service.sql('UPDATE boletos SET attempts_allowed = 2');
    service.sent.length = 0;
    const batch = { Records: [{ messageId: 'm', body: message(body.id) }] };
    await processBatch(batch, { ...unconnected, deadline: soon() });
    assert.deepEqual(await statuses(), ['failed']);
    assert.deepEqual(
      service.sent.map(({ queueUrl }) => queueUrl),
      [OWNER, `${TO_REGISTER}-dead-letter`],
    );
  });

  it('mistake 6: amounts, payments and title ids may exceed 32 bits, and a title id is used once', async () => {
    const { status, body } = await post({ amount: 9_999_999_999, title_id: 99_999_999_999 });
    assert.deepEqual([status, body.amount, body.title_id], [201, 9_999_999_999, 99_999_999_999]);
    assert.equal((await patch(body.id, { paid_amount: 9_999_999_999 })).body.paid_amount, 9_999_999_999);
    assert.equal((await post({ title_id: 99_999_999_999 })).status, 400);
  });

  it('mistake 7: all wrong fields are refused at once', async () => {
    const { status, body } = await post({
      amount: -5,
      expiration_date: '1970-01-01',
      payer_document_number: 'abc',
      interest: { percentage: 1, amount: 1 },
      queue_url: 'https://sqs.us-east-1.amazonaws.com/999999999999/somebody-elses',
    });
    assert.equal(status, 400);
    assert.deepEqual(body.errors.map(({ field }: { field: string }) => field).sort(), [
      'amount',
      'expiration_date',
      'interest',
      'payer_document_number',
      'queue_url',
    ]);
    assert.deepEqual(await statuses(), []);
  });

  it('mistake 8: a payment can be taken back, and a refused boleto cannot be paid', async () => {
    const { body } = await post();
    await patch(body.id, { paid_amount: 2000 });
    assert.equal((await patch(body.id, { paid_amount: 0 })).body.paid_amount, 0);
    const refused = await post({ amount: REFUSED });
    assert.equal((await patch(refused.body.id, { paid_amount: 2000 })).status, 409);
  });

  it('mistake 9: there is no page below the first, and no endless page', async () => {
    const list = (query: Record<string, string>) =>
      call((request) => getBoletos(service, request), { method: 'GET', query });
    await post();
    assert.deepEqual((await list({ count: '-5', page: '2' })).body, []);
    assert.equal((await list({ page: '0' })).body.length, 1);
    assert.equal((await list({ count: '1000000' })).status, 200);
    assert.equal((await list({ page: '1000000' })).status, 400);
  });

  it('mistakes 13 and 14: register-boleto reads the messages that the service sends', async () => {
    await post({ amount: PENDING_ONCE });
    const reminder = service.sent.find(({ queueUrl }) => queueUrl === TO_REGISTER);
    assert.deepEqual(await deliver(JSON.stringify(reminder?.body)), { batchItemFailures: [] });
    assert.deepEqual(await statuses(), ['registered']);
  });

  it('mistakes 16 and 24: an unreadable message is kept for the dead-letter queue, and the others are processed', async () => {
    const { body } = await post({ amount: PENDING_ONCE });
    const { batchItemFailures } = await deliver('{', 'null', message(body.id));
    assert.deepEqual(batchItemFailures, [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-1' }]);
    assert.deepEqual(await statuses(), ['registered']);
  });

  it('mistake 17: overlapping schedules send each message once, and end', async () => {
    await Promise.all(Array.from({ length: 12 }, () => post({ amount: PENDING_ONCE })));
    await letTimePass();
    service.sent.length = 0;
    const sweeps = await Promise.all([1, 2, 3].map(() => sweepOutbox(service.outbox, soon())));
    assert.equal(
      sweeps.reduce((sum, { sent }) => sum + sent, 0),
      12,
    );
    assert.equal(service.sent.length, 12);
  });

  it('mistake 18: an execution environment opens at most two connections, and sends messages before it answers', async () => {
    await Promise.all(Array.from({ length: 12 }, () => post()));
    const [row] = await service.sql(
      `SELECT count(*)::int AS open FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'superbowleto'`,
    );
    assert.ok([1, 2].includes(Number(row?.open)), `${row?.open} connections`);
    assert.equal(service.sent.length, 12);
  });

  it('mistake 22: the bank is asked again if an outcome could not be written', async () => {
    const { body } = await post({ amount: PENDING_ONCE });
    const failing = { ...service, repository: createBoletoRepository(service.database) };
    failing.repository.settle = () => Promise.reject(new Error('the database is away'));
    const batch = { Records: [{ messageId: 'm', body: message(body.id) }] };
    const { result } = await linesOf(() => processBatch(batch, { ...failing, deadline: soon() }));
    assert.deepEqual(result, { batchItemFailures: [{ itemIdentifier: 'm' }] });
    await letTimePass();
    await deliver(message(body.id));
    assert.deepEqual(await statuses(), ['registered']);
  });

  it('mistake 26: the error for an existing configuration contains no text of the database', async () => {
    const configuration = {
      external_id: 'partner',
      issuer: 'development',
      issuer_account: '1',
      issuer_agency: '1',
      issuer_wallet: '26',
    };
    const create = () =>
      call((request) => postConfiguration(service, request), { method: 'POST', body: configuration });
    await create();
    const { status, body } = await create();
    assert.equal(status, 400);
    assert.deepEqual(body, {
      errors: [
        {
          type: 'invalid_parameter',
          message: '"external_id" is taken by another configuration',
          field: 'external_id',
        },
      ],
    });
  });
});
