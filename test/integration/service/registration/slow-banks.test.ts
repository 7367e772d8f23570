import assert from 'node:assert/strict';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { UNASKED } from '../../../../src/service/boletos/settle.js';
import type { Registration } from '../../../../src/service/boletos/status.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { attemptRegistration, SETTLE_TIME } from '../../../../src/service/registration/register.js';
import { createSlowBanks } from '../../../../src/service/registration/slow-banks.js';
import { call, TO_REGISTER, useService, validBody } from '../harness.js';

describe('a bank that does not answer in time', () => {
  const service = useService();
  let now = 0;
  let asked = 0;
  let answer: () => Promise<Registration>;
  const never = () => new Promise<Registration>(() => undefined);
  const registered = async (): Promise<Registration> => ({ status: 'registered', code: null });

  beforeEach(() => {
    asked = 0;
    answer = registered;
    const register = () => {
      asked++;
      return answer();
    };
    Object.assign(service, {
      providers: { find: () => ({ register }) },
      slowBanks: createSlowBanks({ now: () => new Date(now) }),
    });
  });

  const post = async () =>
    (await call((request) => postBoleto(service, request), { method: 'POST', body: validBody() })).body;
  const deliver = (id: string) =>
    processBatch(
      { Records: [{ messageId: 'message-0', body: JSON.stringify({ boleto_id: id }) }] },
      { ...service, deadline: Date.now() + 20_000 },
    );
  /** Lets one attempt of a stored boleto run out of time. */
  async function runLate(): Promise<string> {
    answer = async () => ({ status: 'pending_registration', code: null });
    const { id } = await post();
    const claimed = await service.repository.claim(id, Date.now() + 5_000);
    assert.ok(claimed);
    answer = never;
    await attemptRegistration(claimed, UNASKED, { ...service, deadline: Date.now() + SETTLE_TIME + 50 });
    asked = 0;
    service.sent.length = 0;
    return id;
  }

  it('makes the next POST answer at once and leave the bank to the queue', async () => {
    await runLate();
    answer = registered;
    const { id, status } = await post();
    assert.deepEqual([status, asked], ['pending_registration', 0]);
    assert.deepEqual(service.sent, [{ queueUrl: TO_REGISTER, body: { boleto_id: id } }]);
    assert.deepEqual(await deliver(id), { batchItemFailures: [] });
    const [row] = await service.sql('SELECT status FROM boletos WHERE id = $1', [id]);
    assert.deepEqual([row?.status, asked], ['registered', 1]);
  });

  it('is asked by a POST again after half a minute', async () => {
    await runLate();
    answer = registered;
    now += 29_999;
    assert.equal((await post()).status, 'pending_registration');
    now += 1;
    assert.equal((await post()).status, 'registered');
  });

  it('is asked by a POST again once it has answered the queue', async () => {
    const id = await runLate();
    answer = registered;
    await deliver(id);
    assert.equal((await post()).status, 'registered');
  });

  it('does not keep a POST from asking another bank', async () => {
    await runLate();
    service.slowBanks.record('development', true);
    service.slowBanks.record('boleto-api-caixa', false);
    answer = registered;
    assert.equal((await post()).status, 'registered');
  });
});
