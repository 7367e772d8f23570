import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { UNASKED } from '../../../../src/service/boletos/settle.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { useApi } from '../api.js';
import { validBody } from '../harness.js';

type Name =
  | 'insert'
  | 'claim'
  | 'settle'
  | 'cancel'
  | 'pay'
  | 'list'
  | 'answer'
  | 'claimDue'
  | 'deleteSent'
  | 'retryLater'
  | 'retry'
  | 'notify';
type Row = Record<string, unknown>;

/**
 * The statements of the version before the migrations of 2026-12-01, with values of one call each. The change of the
 * schema that drops what only that version needs deletes this test.
 */
const STATEMENTS: Record<Name, { readonly text: string; readonly values: unknown[] }> = JSON.parse(
  readFileSync(new URL('previous-statements.json', import.meta.url), 'utf8'),
);

const PENDING_ONCE = 5_000_003;

// During a deploy both versions run on the new schema, and after a rollback the previous one does.
describe('the version before this one on the new schema', () => {
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  let number = 0;
  beforeEach(() => {
    number = 0;
    service.notificationIds.length = 0;
  });

  /** Runs a statement of that version, with some of its values replaced, by their places. */
  function old(name: Name, changes: Readonly<Record<number, unknown>> = {}): Promise<Row[]> {
    const { text, values } = STATEMENTS[name];
    return service.sql(
      text,
      values.map((value, index) => (index in changes ? changes[index] : value)),
    );
  }
  async function oldBoleto({ register = true, key = null as string | null } = {}): Promise<string> {
    const id = `bol_old${++number}`;
    const place = STATEMENTS.insert.values.indexOf(true);
    const [row] = await old('insert', { 0: id, 2: key, [place]: register });
    assert.equal(row?.id, id);
    return id;
  }
  const settle = (id: string, status: string, attempt = 1) =>
    old('settle', { 0: id, 1: attempt, 2: status, 4: null, 5: null });
  const letTimePass = () =>
    service
      .sql(`UPDATE outbox SET due_at = now() - interval '1 s'`)
      .then(() => service.sql(`UPDATE boletos SET registering_until = now() - interval '1 s'`));
  const post = async (changes: Row = {}, headers = {}): Promise<string> =>
    (await api({ method: 'POST', path: '/boletos', body: validBody(changes), headers })).json().id;
  const listed = async (status: string): Promise<string[]> => {
    const reply = await api({ method: 'GET', path: '/boletos', query: { status } });
    return reply.json().map(({ id }: { id: string }) => id);
  };

  it('writes boletos in every state, which the list finds by their status', async () => {
    const made = {
      issued: [await oldBoleto({ register: false }), await oldBoleto()],
      pending_registration: [await oldBoleto()],
      registered: [await oldBoleto(), await oldBoleto()],
      refused: [await oldBoleto()],
      failed: [await oldBoleto()],
      cancelled: [await oldBoleto(), await oldBoleto()],
    };
    const [, claimedAgain = ''] = made.issued;
    await letTimePass();
    assert.equal((await old('claim', { 0: claimedAgain })).length, 1);
    await settle(made.pending_registration[0] ?? '', 'pending_registration');
    const [once = '', later = ''] = made.registered;
    await settle(once, 'registered');
    await settle(later, 'pending_registration');
    await letTimePass();
    await old('claim', { 0: later });
    await settle(later, 'registered', 2);
    await settle(made.refused[0] ?? '', 'refused');
    await service.sql('UPDATE boletos SET attempts_allowed = 1 WHERE id = $1', [made.failed[0]]);
    await settle(made.failed[0] ?? '', 'pending_registration');
    const [fromIssued = '', fromRegistered = ''] = made.cancelled;
    await letTimePass();
    await settle(fromRegistered, 'registered');
    for (const id of [fromIssued, fromRegistered]) assert.equal((await old('cancel', { 1: id })).length, 1);
    for (const [status, ids] of Object.entries(made)) {
      assert.deepEqual((await listed(status)).sort(), [...ids].sort(), status);
    }
    await old('retry', { 0: made.failed[0] });
    assert.equal((await listed('pending_registration')).includes(made.failed[0] ?? ''), true);
    assert.deepEqual(await listed('failed'), []);
  });

  it('finds by status what this version writes', async () => {
    const registered = await post();
    const refused = await post({ amount: 5_000_004 });
    const pending = await post({ amount: PENDING_ONCE });
    const issued = await post({ register: false });
    for (const [status, id] of Object.entries({
      registered,
      refused,
      pending_registration: pending,
      issued,
    })) {
      assert.deepEqual(
        (await old('list', { 1: status })).map((row) => row.id),
        [id],
      );
    }
  });

  it('registers, pays and cancels what this version has issued', async () => {
    const id = await post({ amount: PENDING_ONCE });
    await letTimePass();
    assert.equal((await old('claim', { 0: id })).length, 1);
    assert.equal((await settle(id, 'registered', 2)).length, 1);
    assert.deepEqual(await listed('registered'), [id]);
    assert.equal((await old('cancel', { 1: id })).length, 1);
    assert.equal((await old('pay', { 1: id })).length, 1);
    assert.deepEqual(await listed('cancelled'), [id]);
  });

  it('sends the events that this version has left, in their order', async () => {
    service.breakQueues(true);
    const id = await post();
    await api({ method: 'POST', path: `/boletos/${id}/cancel` });
    const sent: unknown[] = [];
    for (let round = 0; round < 2; round++) {
      await letTimePass();
      const claimed = await old('claimDue');
      assert.equal(claimed.length, 1);
      sent.push((claimed[0] as { body: Row }).body.status);
      await old('deleteSent', { 0: claimed.map((row) => row.id) });
    }
    assert.deepEqual(sent, ['registered', 'cancelled']);
  });

  it('puts off an event that this version has left, and this one sends it later', async () => {
    service.breakQueues(true);
    await post();
    await letTimePass();
    const [claimed] = await old('claimDue');
    await old('retryLater', { 0: [claimed?.id] });
    service.breakQueues(false);
    await letTimePass();
    assert.deepEqual(await sweepOutbox(service.outbox, soon()), { sent: 1, failed: 0 });
    assert.equal(service.notificationIds.length, 1);
  });

  it('leaves events that this version sends, in their order among its own', async () => {
    const id = await oldBoleto();
    await settle(id, 'registered');
    const cancelled = await api({ method: 'POST', path: `/boletos/${id}/cancel` });
    assert.equal(cancelled.status, 200);
    await old('notify', { 0: id });
    service.sent.length = 0;
    for (let round = 0; round < 3; round++) {
      await letTimePass();
      await sweepOutbox(service.outbox, soon());
    }
    assert.deepEqual(
      service.sent.map(({ body }) => (body as Row).status),
      ['registered', 'cancelled', 'cancelled'],
    );
    assert.equal(new Set(service.notificationIds).size, 3);
    assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
  });

  it('leaves a boleto that this version registers, and its owner is told once', async () => {
    const id = await oldBoleto();
    await letTimePass();
    const claimed = await service.repository.claim(id, soon());
    assert.ok(claimed);
    await service.repository.settle(claimed, { status: 'registered', code: '0' }, UNASKED, soon());
    await letTimePass();
    await sweepOutbox(service.outbox, soon());
    assert.equal(service.notificationIds.length, 1);
    assert.deepEqual(await listed('registered'), [id]);
  });

  it('takes numbers of the same wallet, none of them twice', async () => {
    const numbers: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      const ids = [await post({ register: false }), await oldBoleto()];
      service.repository.titleIds.contended({
        issuer: 'development',
        issuer_agency: '3381',
        issuer_account: '9721',
        issuer_wallet: '26',
      });
      ids.push(await post(), await oldBoleto());
      const rows = await service.sql('SELECT title_id FROM boletos WHERE id = ANY($1)', [ids]);
      numbers.push(...rows.map(({ title_id }) => title_id));
    }
    assert.equal(new Set(numbers).size, 12);
  });

  it('takes a key, with which this version answers; and finds no boleto twice under one', async () => {
    const headers = { 'Idempotency-Key': 'k1' };
    const id = await post({}, headers);
    await assert.rejects(oldBoleto({ key: 'k1' }), { constraint: 'idempotency_keys_pkey' });
    const [row] = await old('answer', { 1: 'k1' });
    assert.equal((row as { answer: Row }).answer.id, id);
    const other = await oldBoleto({ key: 'k2' });
    const { values } = STATEMENTS.insert;
    const [kept] = await service.sql(
      `SELECT body_hash, status, request_hash FROM idempotency_keys WHERE key = 'k2'`,
    );
    assert.deepEqual(kept, { body_hash: values[3], status: null, request_hash: null });
    const reply = await api({
      method: 'POST',
      path: '/boletos',
      body: validBody(),
      headers: { 'Idempotency-Key': 'k2' },
    });
    assert.equal(reply.status, 422, `the body of ${other} was another one`);
  });
});
