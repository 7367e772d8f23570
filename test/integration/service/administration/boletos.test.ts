import assert from 'node:assert/strict';
import { administer } from '../../../../src/service/administration/administer.js';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { call, OWNER, useService, validBody } from '../harness.js';

const ALWAYS_PENDING = 5_000_003;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

// biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
type Answer = any;

describe('administer, with a boleto', () => {
  const service = useService();

  const ask = async (command: unknown, fields: Record<string, unknown> = {}): Promise<Answer> =>
    JSON.parse(JSON.stringify(await administer(() => service, { command, ...fields }, Date.now() + 5_000)));
  const refusal = async (command: unknown, fields: Record<string, unknown> = {}): Promise<string[]> => {
    const { ok, error } = await ask(command, fields);
    assert.equal(ok, false);
    return [error.code, error.message];
  };
  const create = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const body = { ...validBody(), ...changes };
    const { status, body: boleto } = await call((request) => postBoleto(service, request), {
      method: 'POST',
      body,
    });
    assert.equal(status, 201, JSON.stringify(boleto));
    return boleto.id;
  };
  /** Creates a boleto whose last attempt got no answer. */
  const createFailed = async (): Promise<string> => {
    const id = await create({ amount: ALWAYS_PENDING, reference_id: 'order-7' });
    await service.sql('UPDATE boletos SET registering_until = NULL, attempts_allowed = 1 WHERE id = $1', [
      id,
    ]);
    await service.sql("UPDATE boletos SET status = 'failed' WHERE id = $1", [id]);
    await service.sql('DELETE FROM outbox WHERE boleto_id = $1', [id]);
    service.sent.length = 0;
    return id;
  };

  it('shows it with its unsent messages, and without its payer', async () => {
    const id = await create({ amount: ALWAYS_PENDING, payer_address: { street: 'Rua Escondida' } });
    const { boleto } = await ask('boleto.show', { id });
    assert.deepEqual(
      [boleto.status, boleto.tenant_id, boleto.registration_attempts, boleto.attempts_allowed],
      ['pending_registration', 'default', 1, 100],
    );
    assert.equal(boleto.registering_until, null);
    assert.match(boleto.created_at, TIME);
    assert.equal(boleto.expiration_date, '2030-12-31');
    assert.equal(boleto.outbox.length, 1);
    assert.deepEqual([boleto.outbox[0].kind, boleto.outbox[0].status], ['registration', null]);
    assert.match(boleto.outbox[0].due_at, TIME);
    const text = JSON.stringify(boleto);
    const { payer_name, payer_document_number } = validBody() as Record<string, string>;
    for (const hidden of [payer_name, payer_document_number, 'Rua Escondida']) {
      assert.ok(hidden && !text.includes(hidden), hidden);
    }
  });

  it('shows when the lease of a running attempt ends', async () => {
    const id = await create({ amount: ALWAYS_PENDING });
    await service.repository.claim(id, Date.now() + 5_000);
    assert.match((await ask('boleto.show', { id })).boleto.registering_until, TIME);
  });

  it('reports one that does not exist', async () => {
    assert.deepEqual(await refusal('boleto.show', { id: 'bol_nothing' }), [
      'NO_SUCH_BOLETO',
      'There is no boleto bol_nothing in this environment.',
    ]);
    assert.equal((await refusal('boleto.retry', { id: 'bol_nothing' }))[0], 'NO_SUCH_BOLETO');
    assert.equal((await refusal('boleto.notify', { id: "x' OR 1=1" }))[0], 'INVALID_REQUEST');
  });

  it('retries a failed one: a hundred more attempts, and a reminder at once', async () => {
    const id = await createFailed();
    const { boleto } = await ask('boleto.retry', { id });
    assert.deepEqual([boleto.status, boleto.attempts_allowed], ['pending_registration', 101]);
    assert.deepEqual(await sweepOutbox(service.outbox, Date.now() + 5_000), { sent: 1, failed: 0 });
    assert.deepEqual(
      service.sent.map(({ body }) => body),
      [{ boleto_id: id }],
    );
    assert.ok(await service.repository.claim(id, Date.now() + 5_000), 'an attempt may claim it');
  });

  it('retries a failed one once if two ask at the same time', async () => {
    const id = await createFailed();
    const answers = await Promise.all([ask('boleto.retry', { id }), ask('boleto.retry', { id })]);
    assert.deepEqual(answers.map(({ ok }) => ok).sort(), [false, true]);
    assert.equal((await service.sql('SELECT * FROM outbox')).length, 1);
  });

  for (const [changes, why] of [
    [{}, 'is registered: that is decided. Only a failed one is retried.'],
    [{ register: false }, 'is issued and not to be registered at all.'],
    [
      { amount: ALWAYS_PENDING },
      'is pending_registration: it is retried by itself, and has made 1 of 100 attempts.',
    ],
  ] as const) {
    it(`does not retry one that ${why}`, async () => {
      const id = await create(changes);
      const before = await service.sql('SELECT * FROM boletos');
      assert.deepEqual(await refusal('boleto.retry', { id }), ['BOLETO_NOT_FAILED', `Boleto ${id} ${why}`]);
      assert.deepEqual(await service.sql('SELECT * FROM boletos'), before);
    });
  }

  it('sends its notification again, with a new id', async () => {
    const id = await create({ reference_id: 'order-7' });
    const { boleto } = await ask('boleto.notify', { id });
    assert.deepEqual(
      boleto.outbox.map(({ kind, status }: { kind: string; status: string }) => [kind, status]),
      [['notification', 'registered']],
    );
    await sweepOutbox(service.outbox, Date.now() + 5_000);
    const [first, second] = service.sent;
    assert.deepEqual(first, {
      queueUrl: OWNER,
      body: { boleto_id: id, status: 'registered', reference_id: 'order-7' },
    });
    assert.deepEqual(second, first);
    assert.equal(new Set(service.notificationIds.slice(-2)).size, 2);
  });

  it('sends no notification before its registration has ended', async () => {
    const id = await create({ amount: ALWAYS_PENDING });
    assert.deepEqual(await refusal('boleto.notify', { id }), [
      'BOLETO_NOT_ENDED',
      `Boleto ${id} is pending_registration: its owner is told when that has ended, and of nothing before.`,
    ]);
  });
});
