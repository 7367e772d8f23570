import assert from 'node:assert/strict';
import { UNASKED } from '../../../../src/service/boletos/settle.js';
import type { BoletoStatus, Registration } from '../../../../src/service/boletos/status.js';
import { useApi } from '../api.js';
import { validBody } from '../harness.js';

const PENDING_ONCE = 5_000_003;
const ALWAYS = 'its attempts';

/** What becomes of a boleto that is paid while the bank is being asked, by the bank's answer. */
const OUTCOMES: readonly {
  readonly answer: Registration;
  readonly allowed?: number;
  readonly status: BoletoStatus;
  readonly told: readonly string[];
}[] = [
  { answer: { status: 'registered', code: '0' }, status: 'registered', told: ['registered'] },
  {
    answer: { status: 'refused', code: '9' },
    status: 'failed',
    told: ['failed', 'dead letter: refused_after_payment'],
  },
  {
    answer: { status: 'pending_registration', code: null },
    status: 'pending_registration',
    told: ['reminder'],
  },
  {
    answer: { status: 'pending_registration', code: null },
    allowed: 2,
    status: 'failed',
    told: ['failed', 'dead letter: attempts_exhausted'],
  },
];

/** Which payments a boleto accepts in each state, and what it keeps. */
const STATES: readonly (readonly [BoletoStatus, number])[] = [
  ['issued', 200],
  ['pending_registration', 200],
  ['registered', 200],
  ['failed', 200],
  ['cancelled', 200],
  ['refused', 409],
];

describe('a payment', () => {
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  const post = async (changes: Record<string, unknown> = {}): Promise<string> =>
    (await api({ method: 'POST', path: '/boletos', body: validBody(changes) })).json().id;
  const pay = (id: string, paid_amount: number) =>
    api({ method: 'PATCH', path: `/boletos/${id}`, body: { paid_amount } });
  const row = async (id: string) => {
    const [found] = await service.sql(
      'SELECT status, status_filter, paid_amount::int FROM boletos WHERE id = $1',
      [id],
    );
    return found;
  };
  const told = async () => {
    const rows = await service.sql('SELECT kind, body FROM outbox ORDER BY id');
    return rows.map(({ kind, body }) => {
      const { status, reason } = body as Record<string, string>;
      return kind === 'dead-letter'
        ? `dead letter: ${reason}`
        : kind === 'registration'
          ? 'reminder'
          : status;
    });
  };
  /** Makes a boleto that an attempt has claimed. */
  async function claimed(allowed = 100) {
    const id = await post({ amount: PENDING_ONCE });
    await service.sql('UPDATE boletos SET attempts_allowed = $2 WHERE id = $1', [id, allowed]);
    const boleto = await service.repository.claim(id, soon());
    assert.ok(boleto);
    return boleto;
  }

  for (const { answer, allowed = 100, status, told: expected } of OUTCOMES) {
    const attempts = allowed === 100 ? '' : ` at the last of ${ALWAYS}`;
    for (const isPaid of [true, false]) {
      const isRefusal = answer.status === 'refused' && !isPaid;
      const becomes = isRefusal ? 'refused' : status;
      const when = isPaid ? 'paid while the bank is asked' : 'not paid';
      it(`${when}: the bank's ${answer.status}${attempts} makes it ${becomes}`, async () => {
        const boleto = await claimed(allowed);
        if (isPaid) assert.equal((await pay(boleto.id, 2000)).status, 200);
        await service.repository.settle(boleto, answer, UNASKED, soon());
        assert.deepEqual(await row(boleto.id), {
          status: becomes,
          status_filter: becomes === 'registered' ? null : becomes,
          paid_amount: isPaid ? 2000 : 0,
        });
        assert.deepEqual(await told(), isRefusal ? ['refused'] : expected);
        const answers = await api({ method: 'GET', path: '/boletos', query: { status: becomes } });
        assert.deepEqual(
          answers.json().map(({ id }: { id: string }) => id),
          [boleto.id],
        );
      });
    }
  }

  for (const [status, expected] of STATES) {
    it(`of a boleto that is ${status} is answered ${expected}, and no other payment replaces it`, async () => {
      const id = await post({ register: false });
      await service.sql(`UPDATE boletos SET status = $2, register = $2 <> 'issued' WHERE id = $1`, [
        id,
        status,
      ]);
      const paid = await pay(id, 1500);
      assert.equal(paid.status, expected);
      if (expected !== 200) {
        assert.equal(paid.json().errors[0].message, `a ${status} boleto cannot be paid`);
        assert.equal((await row(id))?.paid_amount, 0);
        assert.equal((await pay(id, 0)).status, 200, 'nothing is paid');
        return;
      }
      assert.equal((await pay(id, 1500)).status, 200, 'the same again changes nothing');
      const other = await pay(id, 2000);
      assert.deepEqual(
        [other.status, other.json().errors[0].message],
        [409, 'a payment of 1500 is recorded: send 0 first to take it back'],
      );
      const cancelled = await api({ method: 'POST', path: `/boletos/${id}/cancel` });
      const isCancelled = status === 'cancelled';
      assert.equal(cancelled.status, isCancelled ? 200 : 409);
      assert.deepEqual(await row(id).then((found) => [found?.status, found?.paid_amount]), [status, 1500]);
      assert.equal((await pay(id, 0)).json().paid_amount, 0);
      assert.equal((await pay(id, 2000)).json().paid_amount, 2000);
    });
  }

  it('is never lost or replaced among 20 different ones at the same time: one is taken', async () => {
    const id = await post();
    const replies = await Promise.all(Array.from({ length: 20 }, (_, number) => pay(id, 100 + number)));
    const taken = replies.filter(({ status }) => status === 200);
    assert.equal(taken.length, 1);
    assert.equal((await row(id))?.paid_amount, taken[0]?.json().paid_amount);
    const changes = await service.sql('SELECT after FROM boleto_changes');
    assert.deepEqual(
      changes.map(({ after }) => (after as { paid_amount: number }).paid_amount),
      [taken[0]?.json().paid_amount],
    );
  });

  it('above the amount is kept and shown', async () => {
    const id = await post();
    assert.deepEqual([(await pay(id, 2001)).status, (await row(id))?.paid_amount], [200, 2001]);
  });
});
