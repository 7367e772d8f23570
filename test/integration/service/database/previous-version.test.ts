import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { UNASKED } from '../../../../src/service/boletos/settle.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { useApi } from '../api.js';
import { validBody } from '../harness.js';

type Name =
  | 'insert'
  | 'register'
  | 'settle'
  | 'claim'
  | 'answer'
  | 'pay'
  | 'cancel'
  | 'listIssued'
  | 'listRefused'
  | 'claimDue'
  | 'deleteSent'
  | 'retryLater';
type Row = Record<string, unknown>;

/**
 * The statements of the release before the migrations of 2026-12-01T04, recorded while it served requests, with values
 * of one call each.
 */
const STATEMENTS: Record<Name, { readonly text: string; readonly values: unknown[] }> = JSON.parse(
  readFileSync(new URL('previous-statements.json', import.meta.url), 'utf8'),
);

const PENDING_ONCE = 5_000_003;
const KEY = { parameter: 30, hash: 31 };

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
  async function oldBoleto(key = `old-${number}`): Promise<string> {
    await post({ register: false });
    const id = `bol_old${++number}`;
    const [row] = await old('insert', { 0: id, [KEY.parameter]: key });
    assert.equal(row?.has_key, true);
    return id;
  }
  const letTimePass = () =>
    service
      .sql(`UPDATE outbox SET due_at = now() - interval '1 s'`)
      .then(() => service.sql(`UPDATE boletos SET registering_until = now() - interval '1 s'`));
  const post = async (changes: Row = {}, headers = {}): Promise<string> =>
    (await api({ method: 'POST', path: '/boletos', body: validBody(changes), headers })).json().id;
  const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);
  const listed = async (status: string): Promise<unknown[]> =>
    idsOf((await api({ method: 'GET', path: '/boletos', query: { status } })).json());

  it('writes boletos in every state, which the list finds by their status without the trigger', async () => {
    const issued = await oldBoleto();
    const registered = await oldBoleto();
    assert.equal((await old('register', { 0: registered, 7: 'old-1' })).length, 1);
    const settled: Record<string, string> = {};
    for (const status of ['pending_registration', 'refused', 'registered']) {
      const id = await oldBoleto();
      settled[status] = id;
      await letTimePass();
      assert.equal((await old('claim', { 0: id })).length, 1);
      assert.equal((await old('settle', { 0: id, 1: 2, 2: status })).length, 1);
    }
    const cancelled = await oldBoleto();
    await letTimePass();
    assert.equal((await old('cancel', { 1: cancelled, 3: null })).length, 1);
    assert.equal((await listed('issued')).includes(issued), true);
    for (const [status, id] of Object.entries({ ...settled, cancelled })) {
      assert.equal((await listed(status)).includes(id), true, status);
    }
    assert.equal((await listed('registered')).includes(registered), true);
  });

  it('finds by status what this version writes', async () => {
    const refused = await post({ amount: 5_000_004 });
    const issued = await post({ register: false });
    assert.deepEqual(idsOf(await old('listRefused')), [refused]);
    assert.deepEqual(idsOf(await old('listIssued')), [issued]);
  });

  it('registers, pays and cancels what this version has issued', async () => {
    const id = await post({ amount: PENDING_ONCE, document_type: 'DM', days_to_expire: 30 });
    await letTimePass();
    assert.equal((await old('claim', { 0: id })).length, 1);
    assert.equal((await old('settle', { 0: id, 1: 2, 2: 'registered' })).length, 1);
    assert.deepEqual(await listed('registered'), [id]);
    assert.equal((await old('cancel', { 1: id, 3: null })).length, 1);
    assert.equal((await old('pay', { 1: id, 6: null })).length, 1);
    const { status, paid_amount, document_type, days_to_expire } = (
      await api({ method: 'GET', path: `/boletos/${id}` })
    ).json();
    assert.deepEqual([status, paid_amount, document_type, days_to_expire], ['cancelled', 2000, 'DM', 30]);
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

  it('leaves a boleto that this version registers, and its owner is told once', async () => {
    const id = await oldBoleto();
    await letTimePass();
    const claimed = await service.repository.claim(id, soon());
    assert.ok(claimed);
    await service.repository.settle(claimed, { status: 'registered', code: '0' }, UNASKED, soon());
    await letTimePass();
    await sweepOutbox(service.outbox, soon());
    assert.equal(service.notificationIds.length, 1);
    assert.equal((await listed('registered')).includes(id), true);
  });

  it('takes a key, with which this version answers; and answers with one that this version took', async () => {
    const id = await post({}, { 'Idempotency-Key': 'k1' });
    const [row] = await old('answer', { 1: 'k1' });
    assert.equal((row as { answer: Row }).answer.id, id);
    assert.equal((await old('insert', { 0: 'bol_other', [KEY.parameter]: 'k1' }))[0]?.has_key, false);
    const other = await oldBoleto('k2');
    const [kept] = await service.sql(
      `SELECT body_hash, status, request_hash FROM idempotency_keys WHERE key = 'k2'`,
    );
    const { values } = STATEMENTS.insert;
    assert.deepEqual(kept, { body_hash: values[32], status: 201, request_hash: values[KEY.hash] });
    await letTimePass();
    const reply = await api({
      method: 'POST',
      path: '/boletos',
      body: validBody(),
      headers: { 'Idempotency-Key': 'k2' },
    });
    assert.deepEqual([reply.status, reply.json().id], [201, other]);
    assert.equal(reply.headers['idempotent-replayed'], 'true');
  });
});
