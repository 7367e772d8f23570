import assert from 'node:assert/strict';
import { cancelBoleto, patchBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { UNASKED } from '../../../../src/service/boletos/settle.js';
import { call, OWNER, type Reply, useService, validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;
const REFUSED = 5_000_004;

describe('POST /boletos/:id/cancel', () => {
  const service = useService();

  const create = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const event = { method: 'POST', body: validBody(changes) };
    return (await call((request) => postBoleto(service, request), event)).body.id;
  };
  const cancel = (id: string): Promise<Reply> =>
    call((request) => cancelBoleto(service, request), { method: 'POST', id });
  const pay = (id: string) =>
    call((request) => patchBoleto(service, request), { method: 'PATCH', id, body: { paid_amount: 2000 } });

  for (const [state, changes] of [
    ['issued', { register: false }],
    ['pending_registration', { amount: PENDING_ONCE }],
    ['registered', {}],
  ] as const) {
    it(`cancels a boleto that is ${state} and notifies its owner`, async () => {
      const id = await create(changes);
      service.sent.length = 0;
      const { status, body } = await cancel(id);
      assert.deepEqual([status, body.status, body.id], [200, 'cancelled', id]);
      assert.deepEqual(service.sent, [
        { queueUrl: OWNER, body: { boleto_id: id, status: 'cancelled', reference_id: null } },
      ]);
      assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
      assert.equal(await service.repository.claim(id, Date.now() + 5_000), undefined);
    });
  }

  it('answers a repetition alike, and sends no second notification', async () => {
    const id = await create();
    const first = await cancel(id);
    service.sent.length = 0;
    const second = await cancel(id);
    assert.deepEqual([second.status, second.body], [200, first.body]);
    assert.deepEqual(service.sent, []);
  });

  it('refuses a refused or paid boleto, and one that a bank is being asked about', async () => {
    const refused = await cancel(await create({ amount: REFUSED }));
    assert.deepEqual(
      [refused.status, refused.body.errors[0].message],
      [409, 'a refused boleto cannot be cancelled'],
    );
    const paid = await create();
    await pay(paid);
    assert.equal((await cancel(paid)).body.errors[0].message, 'a paid boleto cannot be cancelled');
    const asked = await create({ amount: PENDING_ONCE });
    await service.repository.claim(asked, Date.now() + 5_000);
    assert.equal(
      (await cancel(asked)).body.errors[0].message,
      'the bank is being asked about this boleto: try again in a minute',
    );
  });

  it('answers 404 for a boleto that does not exist', async () => {
    assert.equal((await cancel('bol_nothing')).status, 404);
    assert.equal((await cancel('\0')).status, 404);
  });

  it('leaves a boleto payable, because no provider withdraws a title', async () => {
    const id = await create();
    await cancel(id);
    const { status, body } = await pay(id);
    assert.deepEqual([status, body.status, body.paid_amount], [200, 'cancelled', 2000]);
  });

  it('succeeds or loses against a concurrent registration, never both', async () => {
    for (let round = 0; round < 20; round++) {
      const id = await create({ amount: PENDING_ONCE });
      const claim = async () => {
        const claimed = await service.repository.claim(id, Date.now() + 5_000);
        const registration = { status: 'registered', code: '0' } as const;
        return (
          claimed && (await service.repository.settle(claimed, registration, UNASKED, Date.now() + 5_000))
        );
      };
      const [cancelled, settled] = await Promise.all([cancel(id), claim()]);
      const [row] = await service.sql('SELECT status FROM boletos WHERE id = $1', [id]);
      assert.equal(row?.status, cancelled.status === 200 ? 'cancelled' : settled?.boleto.status);
    }
  });
});
