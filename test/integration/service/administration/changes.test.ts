import assert from 'node:assert/strict';
import type { BoletoChange } from '../../../../src/administration/index.js';
import { administer } from '../../../../src/service/administration/administer.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { useApi } from '../api.js';
import { API_KEY_ID, validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;
const REFUSED = 5_000_004;

describe('the changes of a boleto', () => {
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  const post = async (changes: Record<string, unknown> = {}): Promise<string> =>
    (await api({ method: 'POST', path: '/boletos', body: validBody(changes) })).json().id;
  const patch = (id: string, body: unknown) => api({ method: 'PATCH', path: `/boletos/${id}`, body });
  const register = (id: string) =>
    processBatch(
      { Records: [{ messageId: 'm', body: JSON.stringify({ boleto_id: id }) }] },
      { ...service, deadline: soon() },
    );
  const ask = async (command: string, id: string) => {
    const answer = await administer(() => service, { command, id }, soon());
    // biome-ignore lint/suspicious/noExplicitAny: a wrong shape fails the test
    return (answer as any).boleto.changes as BoletoChange[];
  };
  /** Returns the changes without their times. */
  const changesOf = async (id: string) =>
    (await ask('boleto.show', id)).map(({ at, ...change }) => {
      assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      return change;
    });
  const caller = { api_key_id: API_KEY_ID, request_id: 'request-1' };

  it('of money left no trace: each says what, from, to, which key and which request', async () => {
    const id = await post();
    await patch(id, { paid_amount: 2000, bank_response_code: '06' });
    await patch(id, { paid_amount: 2000, bank_response_code: '06' });
    await patch(id, { paid_amount: 0 });
    assert.deepEqual(await changesOf(id), [
      {
        what: 'payment',
        before: { paid_amount: 0, bank_response_code: null },
        after: { paid_amount: 2000, bank_response_code: '06' },
        ...caller,
      },
      {
        what: 'payment',
        before: { paid_amount: 2000, bank_response_code: '06' },
        after: { paid_amount: 0, bank_response_code: '06' },
        ...caller,
      },
    ]);
  });

  it('of status are all there, from the first answer of the bank to the cancellation', async () => {
    const id = await post({ amount: PENDING_ONCE });
    await register(id);
    await api({ method: 'POST', path: `/boletos/${id}/cancel` });
    await api({ method: 'POST', path: `/boletos/${id}/cancel` });
    await ask('boleto.notify', id);
    const queue = { api_key_id: null, request_id: 'request-1' };
    const operator = { api_key_id: null, request_id: null };
    const [pending, registered, ...later] = await changesOf(id);
    assert.deepEqual(
      [pending, registered].map((change) => ({ ...change, after: change?.after?.status })),
      [
        { what: 'registration', before: { status: 'issued' }, after: 'pending_registration', ...queue },
        { what: 'registration', before: { status: 'pending_registration' }, after: 'registered', ...queue },
      ],
    );
    assert.deepEqual(later, [
      { what: 'cancellation', before: { status: 'registered' }, after: { status: 'cancelled' }, ...caller },
      { what: 'notification', before: null, after: { status: 'cancelled' }, ...operator },
    ]);
  });

  it('of a refusal, a failure and a retry are there too', async () => {
    const refused = await changesOf(await post({ amount: REFUSED }));
    assert.deepEqual(
      refused.map(({ what, before, after }) => [what, before?.status, after?.status]),
      [['registration', 'issued', 'refused']],
    );
    const id = await post({ amount: PENDING_ONCE });
    await service.sql('UPDATE boletos SET attempts_allowed = 1, amount = 5000999 WHERE id = $1', [id]);
    await service.sql(`UPDATE boletos SET status = 'failed' WHERE id = $1`, [id]);
    await ask('boleto.retry', id);
    assert.deepEqual((await changesOf(id)).at(-1), {
      what: 'retry',
      before: { status: 'failed' },
      after: { status: 'pending_registration' },
      api_key_id: null,
      request_id: null,
    });
  });

  it('of a refused request, and of a registration at the first attempt, are none', async () => {
    const id = await post();
    await patch(id, { paid_amount: 1 });
    assert.equal((await patch(id, { paid_amount: 2 })).status, 409);
    assert.equal((await api({ method: 'POST', path: `/boletos/${id}/cancel` })).status, 409);
    assert.equal((await changesOf(id)).length, 1);
  });

  it('are shown up to a hundred, the newest of them', async () => {
    const id = await post();
    await service.sql(
      `INSERT INTO boleto_changes (boleto_id, what, after) SELECT $1, 'payment', json_build_object('paid_amount', n)
       FROM generate_series(1, 150) n`,
      [id],
    );
    const amounts = (await ask('boleto.show', id)).map(({ after }) => after?.paid_amount);
    assert.deepEqual([amounts.length, amounts[0], amounts.at(-1)], [100, 51, 150]);
  });

  it('hold no data of the payer', async () => {
    const id = await post({ amount: PENDING_ONCE });
    await register(id);
    await patch(id, { paid_amount: 2000 });
    const text = JSON.stringify(await service.sql('SELECT * FROM boleto_changes'));
    for (const hidden of ['Maria', '52998224725', 'payer']) assert.ok(!text.includes(hidden), hidden);
  });
});
