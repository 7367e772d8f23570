import assert from 'node:assert/strict';
import pg from 'pg';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { createTitleIds } from '../../../../src/service/boletos/title-ids.js';
import { HttpError } from '../../../../src/service/http/errors.js';
import { useApi } from '../api.js';
import { call, grantWallet, openService, type Reply, type TestService, validBody } from '../harness.js';

const WALLET = {
  issuer: 'development',
  issuer_agency: '3381',
  issuer_account: '9721',
  issuer_wallet: '26',
} as const;
const LIMIT = 99_999_999_999;

describe('the title ids of a wallet that many use at once', function () {
  this.timeout(60_000);
  const { service, api } = useApi();
  const others: Omit<TestService, 'sql' | 'close'>[] = [];

  const soon = () => Date.now() + 20_000;
  /** Opens another execution environment, with connections of its own. */
  const open = () => {
    const opened = openService(service.server, service.settings.database.name);
    others.push(opened);
    return opened;
  };
  const post = (
    on: Omit<TestService, 'sql' | 'close'>,
    changes: Record<string, unknown> = {},
  ): Promise<Reply> =>
    call((request) => postBoleto(on, request), { method: 'POST', body: validBody(changes) });
  const last = async () => Number((await service.sql('SELECT max(last) AS last FROM title_ids'))[0]?.last);
  const setLast = (value: number) => service.sql('UPDATE title_ids SET last = $1', [value]);

  beforeEach(() => grantWallet(service, 'default', {}));
  afterEach(async () => {
    await Promise.all(others.splice(0).map(({ database }) => database.close()));
  });

  it('were one commit at a time: fifty POSTs of 25 environments get fifty numbers', async () => {
    const environments = Array.from({ length: 25 }, open);
    const taken = [3, 4, 5, 11, 40];
    for (const title_id of taken) await post(service, { title_id });
    const replies = await Promise.all(
      environments.flatMap((environment) => [post(environment), post(environment)]),
    );
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [201]);
    const numbers = replies.map(({ body }) => body.title_id as number);
    assert.equal(new Set(numbers).size, 50);
    assert.deepEqual(
      numbers.filter((number) => taken.includes(number)),
      [],
    );
    assert.ok(Math.max(...numbers) <= (await last()));
    const [row] = await service.sql(
      'SELECT count(*)::int AS rows, count(DISTINCT title_id)::int AS titles FROM boletos',
    );
    assert.deepEqual(row, { rows: 55, titles: 55 });
  });

  it('are given one by one while nobody else uses the wallet', async () => {
    for (let number = 1; number <= 5; number++) assert.equal((await post(service)).body.title_id, number);
    assert.equal(await last(), 5);
  });

  describe('with the wallet’s row locked by another', () => {
    let other: pg.Client;
    beforeEach(async () => {
      const { host, port, user, password } = service.server;
      other = new pg.Client({ host, port, user, password, database: service.settings.database.name });
      await other.connect();
    });
    afterEach(() => other.end());

    const lock = () => other.query('BEGIN; SELECT FROM title_ids FOR UPDATE');
    const unlock = () => other.query('COMMIT');
    /** Waits until a statement waits for the row, and then gives it free. */
    async function unlockWhenAwaited(): Promise<void> {
      for (;;) {
        const { rows } = await other.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        );
        if (rows.length > 0) break;
      }
      await unlock();
    }
    /** Uses up a block, and returns its numbers. */
    async function block(ids: ReturnType<typeof createTitleIds>): Promise<number[]> {
      const numbers: number[] = [];
      const before = await last();
      numbers.push((await ids.next(WALLET, soon())) ?? 0);
      while (numbers.length < (await last()) - before) numbers.push((await ids.next(WALLET, soon())) ?? 0);
      return numbers;
    }
    async function contendedBlock(ids: ReturnType<typeof createTitleIds>): Promise<number[]> {
      await lock();
      const before = await last();
      const [first] = await Promise.all([ids.next(WALLET, soon()), unlockWhenAwaited()]);
      const numbers = [first ?? 0];
      while (numbers.length < (await last()) - before) numbers.push((await ids.next(WALLET, soon())) ?? 0);
      return numbers;
    }

    it('come in blocks that double up to 32 while it is contended, and shrink to single numbers after', async () => {
      const ids = createTitleIds(service.database);
      assert.equal(await ids.next(WALLET, soon()), null);
      ids.contended(WALLET);
      const sizes: number[] = [];
      const all: number[] = [];
      for (let round = 0; round < 6; round++) {
        const numbers = await contendedBlock(ids);
        sizes.push(numbers.length);
        all.push(...numbers);
      }
      assert.deepEqual(sizes, [4, 8, 16, 32, 32, 32]);
      for (let size = 32; size > 1; size--) {
        const numbers = await block(ids);
        assert.equal(numbers.length, size);
        all.push(...numbers);
      }
      assert.equal(await ids.next(WALLET, soon()), null, 'the INSERT takes the next number itself');
      assert.deepEqual(
        all,
        Array.from({ length: all.length }, (_, index) => index + 1),
      );
    });

    it('never take more than a hundred-thousandth of what is left', async () => {
      for (const [left, size] of [
        [700_000, 7],
        [199_999, 1],
        [5, 1],
      ] as const) {
        await setLast(LIMIT - left);
        const ids = createTitleIds(service.database);
        ids.contended(WALLET);
        for (let round = 0; round < 3; round++) {
          const numbers = await contendedBlock(ids);
          assert.ok(numbers.length <= size, `${numbers.length} of ${left}`);
        }
      }
    });
  });

  it('that callers chose are skipped inside a block', async () => {
    for (const title_id of [2, 3, 5]) await post(service, { title_id });
    service.repository.titleIds.contended(WALLET);
    const numbers: number[] = [];
    for (let count = 0; count < 4; count++) numbers.push((await post(service)).body.title_id);
    assert.deepEqual(numbers, [1, 4, 6, 7]);
  });

  it('are lost with the environment that held them, and nobody gets them again', async () => {
    const lost = open();
    lost.repository.titleIds.contended(WALLET);
    assert.equal((await post(lost)).body.title_id, 1);
    await lost.database.close();
    others.splice(0);
    assert.equal((await post(service)).body.title_id, 3);
  });

  for (const key of [undefined, 'k1']) {
    it(`ran out: POST was 500 and its tenant's list too; it is 409 and nothing is stored (key: ${key})`, async () => {
      const itau = {
        issuer: 'boleto-api-itau',
        issuer_account: '57',
        issuer_agency: '1',
        issuer_wallet: '109',
      };
      const changes = { ...itau, register: false };
      const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {};
      const first = await api({ method: 'POST', path: '/boletos', body: validBody(changes) });
      assert.equal(first.status, 201, first.bytes.toString());
      await service.sql(`UPDATE title_ids SET last = 99999999 WHERE issuer = '341'`);
      for (let round = 0; round < 2; round++) {
        const { status, json } = await api({
          method: 'POST',
          path: '/boletos',
          body: validBody(changes),
          headers,
        });
        assert.equal(status, 409);
        const [{ type, message }] = json().errors;
        assert.equal(type, 'title_ids_exhausted');
        assert.match(message, /^TITLE_IDS_EXHAUSTED: /);
      }
      assert.equal((await service.sql('SELECT FROM boletos')).length, 1);
      assert.deepEqual(await service.sql('SELECT * FROM idempotency_keys'), []);
      const chosen = await api({
        method: 'POST',
        path: '/boletos',
        body: validBody({ ...changes, title_id: 99_999_998 }),
        headers,
      });
      assert.equal(chosen.status, 201, 'a number that the caller chooses may still be free');
    });
  }

  it('are used to the very last one', async () => {
    await setLast(LIMIT - 2);
    const numbers = [(await post(service)).body.title_id, (await post(service)).body.title_id];
    assert.deepEqual(numbers, [LIMIT - 1, LIMIT]);
    assert.equal((await post(service)).status, 409);
  });

  it('used up while environments compete are 409 for who comes too late, and each number is used once', async () => {
    await setLast(LIMIT - 10);
    const environments = Array.from({ length: 8 }, open);
    const replies = await Promise.all(environments.flatMap((one) => [post(one), post(one)]));
    const numbers = replies.filter(({ status }) => status === 201).map(({ body }) => body.title_id);
    assert.deepEqual(
      numbers.sort((one, two) => one - two),
      Array.from({ length: 10 }, (_, index) => LIMIT - 9 + index),
    );
    assert.deepEqual(
      replies.filter(({ status }) => status !== 201).map(({ status }) => status),
      Array.from({ length: 6 }, () => 409),
    );
  });

  it('of a row that no codes fit hid the whole list: the row is shown without them', async () => {
    const ids = [(await post(service)).body.id, (await post(service, { register: false })).body.id];
    await service.sql(
      `UPDATE boletos SET issuer = 'boleto-api-itau', title_id = 999999999, barcode = NULL, digitable_line = NULL
       WHERE id = $1`,
      [ids[0]],
    );
    const list = await api({ method: 'GET', path: '/boletos' });
    assert.equal(list.status, 200);
    assert.deepEqual(
      list.json().map(({ id, barcode }: { id: string; barcode: string | null }) => [id, barcode === null]),
      [
        [ids[1], false],
        [ids[0], true],
      ],
    );
    assert.equal((await api({ method: 'GET', path: `/boletos/${ids[0]}` })).status, 200);
    assert.equal((await api({ method: 'GET', path: `/boletos/${ids[0]}/slip` })).status, 409);
    const patched = await api({ method: 'PATCH', path: `/boletos/${ids[0]}`, body: { paid_amount: 1 } });
    assert.equal(patched.status, 200);
  });

  it('of a wallet without any left is an HttpError of the block too', async () => {
    await setLast(LIMIT);
    const ids = createTitleIds(service.database);
    ids.contended(WALLET);
    await assert.rejects(
      ids.next(WALLET, soon()),
      (error) => error instanceof HttpError && error.status === 409,
    );
  });
});
