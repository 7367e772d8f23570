import assert from 'node:assert/strict';
import { parseBoleto } from '../../src/boleto/index.js';
import { until } from '../support/until.js';
import { Api, DUE } from './support/api.js';
import { OwnerQueue } from './support/aws.js';
import { type Newcomer, newcomer, type Status } from './support/newcomer.js';

describe('a newcomer', function () {
  this.timeout(600_000);
  let machine: Newcomer;
  let api: Api;
  let owner: OwnerQueue;

  before(async () => {
    machine = await newcomer();
    api = await Api.of(machine);
    owner = await OwnerQueue.create(machine, 'owner-newcomer');
  });
  after(() => owner?.close());

  it('finds the stage running with its twelve functions', async () => {
    const status = await machine.sbwJson<Status>('local', 'status');
    assert.equal(status.running, true);
    assert.deepEqual(status.functions.map(({ name }) => name).sort(), [
      'local-superbowleto-administer',
      'local-superbowleto-check-database',
      'local-superbowleto-create-boleto',
      'local-superbowleto-describe-service',
      'local-superbowleto-index-boletos',
      'local-superbowleto-manage-configurations',
      'local-superbowleto-migrate-database',
      'local-superbowleto-process-boletos-to-register',
      'local-superbowleto-register-boleto',
      'local-superbowleto-show-boleto',
      'local-superbowleto-show-payer-page',
      'local-superbowleto-update-boleto',
    ]);
  });

  it('creates a boleto with the barcode of its due date and amount, lists, shows and pays it', async () => {
    const { status, body } = await api.create({ queue_url: owner.url, title_id: 1, token: 'first' });
    assert.equal(status, 201);
    assert.equal(body.status, 'registered');
    const printed = parseBoleto(String(body.digitable_line), { referenceDate: DUE });
    assert.equal(printed.barcode, body.barcode);
    assert.deepEqual([printed.bank, printed.amount, printed.dueDate], ['237', 2000, DUE]);
    assert.match(String(body.barcode), /^2379.{5}0000002000.{25}$/);
    assert.equal(String(body.barcode).slice(19), '3381260000000000100097210');
    assert.equal(body.expiration_date, DUE);
    assert.equal(body.object, 'boleto');

    const listed = await api.call('GET', '/boletos?token=first');
    assert.equal(listed.status, 200);
    assert.deepEqual(
      (listed.body as unknown as { id: string }[]).map(({ id }) => id),
      [body.id],
    );

    const shown = await api.call('GET', `/boletos/${body.id}`);
    assert.deepEqual(shown.body, body);

    const paid = await api.call('PATCH', `/boletos/${body.id}`, {
      paid_amount: 2000,
      bank_response_code: '6',
    });
    assert.equal(paid.status, 200);
    assert.equal(paid.body.paid_amount, 2000);
    assert.equal((await api.call('GET', `/boletos/${body.id}`)).body.paid_amount, 2000);
  });

  it('gets 403 with a wrong key and without one', async () => {
    const stranger = await fetch(`${api.url}/boletos`, { headers: { 'x-api-key': 'wrong' } });
    assert.equal(stranger.status, 403);
    assert.deepEqual(await stranger.json(), { message: 'Forbidden' });
    assert.equal((await fetch(`${api.url}/boletos`)).status, 403);
  });

  it('gets every wrong field of a bad body in one answer, and nothing is stored', async () => {
    const { status, body } = await api.create({
      queue_url: owner.url,
      token: 'bad',
      amount: 0,
      expiration_date: '2026-02-30',
      payer_document_number: '11111111111',
      colour: 'blue',
    });
    assert.equal(status, 400);
    assert.deepEqual(body.errors?.map(({ field }) => field).sort(), [
      'amount',
      'colour',
      'expiration_date',
      'payer_document_number',
    ]);
    assert.ok(body.errors?.every(({ type }) => type === 'invalid_parameter'));
    assert.deepEqual((await api.call('GET', '/boletos?token=bad')).body, []);
  });

  it('gets 404 for a missing boleto', async () => {
    const { status, body } = await api.call('GET', '/boletos/bol_nothing');
    assert.equal(status, 404);
    assert.deepEqual(body, { errors: [{ type: 'not_found', message: 'Boleto not found', field: null }] });
  });

  it('sees register-boleto register a pending boleto, and notify its owner once', async () => {
    const pending = await OwnerQueue.create(machine, 'owner-pending');
    const { status, body } = await api.create({
      queue_url: pending.url,
      amount: 5_000_003,
      reference_id: 'order-7',
    });
    assert.equal(status, 201);
    assert.equal(body.status, 'pending_registration');
    await until('the boleto is registered', async () => {
      return (await api.call('GET', `/boletos/${body.id}`)).body.status === 'registered';
    });
    assert.deepEqual(await notifications(pending), [
      { boleto_id: body.id, status: 'registered', reference_id: 'order-7' },
    ]);
    pending.close();
  });

  it('sees a refused boleto, and its owner is notified', async () => {
    const refused = await OwnerQueue.create(machine, 'owner-refused');
    const { body } = await api.create({ queue_url: refused.url, amount: 5_000_004 });
    assert.equal(body.status, 'refused');
    assert.deepEqual(await notifications(refused), [
      { boleto_id: body.id, status: 'refused', reference_id: null },
    ]);
    refused.close();
  });
});

/** Returns the notifications without their ids, after a check that each has one. */
async function notifications(owner: OwnerQueue): Promise<Record<string, unknown>[]> {
  const messages = await owner.messages(1);
  return messages.map(({ notification_id, ...message }) => {
    assert.match(String(notification_id), /^ntf_[0-9a-f]{32}$/);
    return message;
  });
}
