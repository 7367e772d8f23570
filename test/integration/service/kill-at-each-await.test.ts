import assert from 'node:assert/strict';
import type { Send } from '../../../src/service/boletos/messages.js';
import { createOutbox } from '../../../src/service/boletos/outbox.js';
import { createBoletoRepository } from '../../../src/service/boletos/repository.js';
import type { Database } from '../../../src/service/database/connection.js';
import { processBatch } from '../../../src/service/registration/process-batch.js';
import type { Providers } from '../../../src/service/registration/providers.js';
import { sweepOutbox } from '../../../src/service/registration/sweep.js';
import type { Service } from '../../../src/service/service.js';
import { openApi, useApi } from './api.js';
import { grantWallet, OWNER, TO_REGISTER, validBody } from './harness.js';

const PENDING_ONCE = 5_000_003;
const REFUSED = 5_000_004;
const WALLET = {
  issuer: 'development',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
} as const;

/** Whether the process dies before its request to the outside arrives, or before it hears of the answer. */
type Moment = 'before' | 'after';

/** More than a POST has awaits. */
const AWAITS = 9;

describe('a POST that is killed at an await', function () {
  this.timeout(120_000);
  const { service, api } = useApi();

  const soon = () => Date.now() + 20_000;
  const titlesAtBank: number[] = [];
  const told: { id: string; status: string; notification: string }[] = [];

  const send: Send = async (queueUrl, { body }) => {
    const { boleto_id, status, notification_id } = body as Record<string, string>;
    if (queueUrl !== OWNER) return;
    told.push({ id: boleto_id ?? '', status: status ?? '', notification: notification_id ?? '' });
  };
  /** The bank keeps each title that it is asked for once, as banks do. */
  const providersOf = (real: Providers, guard: <T>(work: () => Promise<T>) => Promise<T>): Providers => ({
    ...real,
    find(issuer) {
      const provider = real.find(issuer);
      return (
        provider && {
          ...provider,
          register: (boleto, attempt) =>
            guard(async () => {
              if (!titlesAtBank.includes(boleto.title_id)) titlesAtBank.push(boleto.title_id);
              return await provider.register(boleto, attempt);
            }),
        }
      );
    },
  });

  /** Opens the service with calls that pass the guard. */
  function opened(guard: <T>(work: () => Promise<T>) => Promise<T>): Service {
    const database: Database = {
      ...service.database,
      query: (text, values, deadline) => guard(() => service.database.query(text, values, deadline)) as never,
      search: (text, values, deadline) =>
        guard(() => service.database.search(text, values, deadline)) as never,
    };
    const sending: Send = (queueUrl, message) => guard(() => send(queueUrl, message));
    return {
      ...service,
      database,
      repository: createBoletoRepository(database),
      outbox: createOutbox(database, sending, TO_REGISTER),
      providers: providersOf(service.providers, guard),
    };
  }

  /** Opens the service in a process that dies at its `place`th call to the outside. */
  function dying(place: number, moment: Moment): { service: Service; isDead: () => boolean } {
    let calls = 0;
    const killed = new Error('killed');
    return {
      isDead: () => calls >= place,
      service: opened(async (work) => {
        calls += 1;
        if (calls > place || (calls === place && moment === 'before')) throw killed;
        const result = await work();
        if (calls >= place) throw killed;
        return result;
      }),
    };
  }

  /** Lets time pass until nothing is left to do. */
  async function drain(): Promise<void> {
    const living = opened((work) => work());
    for (let round = 0; round < 10; round++) {
      await service.sql(`UPDATE boletos SET registering_until = now() - interval '1 s'`);
      await service.sql(`UPDATE outbox SET due_at = now() - interval '1 s'`);
      await service.sql(`UPDATE idempotency_keys SET created_at = now() - interval '2 minutes'`);
      const pending = await service.sql(
        `SELECT id FROM boletos WHERE register AND status IN ('issued', 'pending_registration')`,
      );
      const Records = pending.map(({ id }) => ({
        messageId: String(id),
        body: JSON.stringify({ boleto_id: id }),
      }));
      await sweepOutbox(living.outbox, soon());
      await processBatch({ Records }, { ...living, deadline: soon() });
      if ((await service.sql('SELECT 1 FROM outbox')).length === 0 && pending.length === 0) return;
    }
    assert.fail('something is left to do');
  }

  /** Kills a POST at its `place`th call, lets the others go on, repeats it, and checks what there is then. */
  async function killAt(
    place: number,
    moment: Moment,
    way: string,
    amount: number,
    becomes: string,
  ): Promise<boolean> {
    await service.sql('TRUNCATE boletos, outbox, idempotency_keys, boleto_changes');
    await service.sql('UPDATE title_ids SET last = 0');
    await grantWallet(service, 'default', {});
    titlesAtBank.length = 0;
    told.length = 0;
    const { service: killed, isDead } = dying(place, moment);
    if (way !== 'number by number') killed.repository.titleIds.contended(WALLET);
    if (way === 'skipping a number') {
      const taken = validBody({ title_id: 1, register: false });
      assert.equal((await api({ method: 'POST', path: '/boletos', body: taken })).status, 201);
    }
    const request = {
      method: 'POST',
      path: '/boletos',
      body: validBody({ amount }),
      headers: { 'Idempotency-Key': 'k1' },
    };
    await (await openApi(killed))(request);

    await drain();
    const living = opened((work) => work());
    const again = await (await openApi(living))(request);
    await drain();
    assert.equal(again.status, 201, again.bytes.toString());
    const rows = await service.sql(
      `SELECT boletos.id, title_id::int, boletos.status, key FROM boletos LEFT JOIN idempotency_keys ON boleto_id = boletos.id
               WHERE register`,
    );
    assert.equal(rows.length, 1, `${rows.length} boletos, killed at ${place}`);
    assert.deepEqual([rows[0]?.status, rows[0]?.key, rows[0]?.id], [becomes, 'k1', again.json().id]);
    assert.deepEqual(titlesAtBank, [rows[0]?.title_id]);
    assert.deepEqual([...new Set(told.map(({ status }) => status))], [becomes], `told at ${place}`);
    assert.equal(new Set(told.map(({ notification }) => notification)).size, 1);
    return isDead();
  }

  for (const [becomes, amount] of [
    ['registered', 2000],
    ['registered', PENDING_ONCE],
    ['refused', REFUSED],
  ] as const) {
    for (const way of ['number by number', 'from a block', 'skipping a number']) {
      for (const moment of ['before', 'after'] as const) {
        it(`loses nothing (${amount} cents, ${way}, ${moment} each answer)`, async () => {
          let deaths = 0;
          for (let place = 1; place <= AWAITS; place++) {
            if (await killAt(place, moment, way, amount, becomes)) deaths += 1;
          }
          assert.ok(deaths >= 4, `${deaths} deaths`);
        });
      }
    }
  }
});
