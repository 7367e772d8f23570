import assert from 'node:assert/strict';
import { administer } from '../../../../src/service/administration/administer.js';
import {
  cancelBoleto,
  getBoleto,
  getBoletos,
  patchBoleto,
  postBoleto,
} from '../../../../src/service/api/boletos.js';
import { getEvents } from '../../../../src/service/api/events.js';
import { deleteOldKeys } from '../../../../src/service/boletos/idempotency.js';
import { createOutbox } from '../../../../src/service/boletos/outbox.js';
import { createBoletoRepository } from '../../../../src/service/boletos/repository.js';
import { STATUSES } from '../../../../src/service/boletos/status.js';
import { deleteOldEvents } from '../../../../src/service/boletos/undelivered.js';
import type { Database } from '../../../../src/service/database/connection.js';
import { findPendingAge } from '../../../../src/service/registration/pending.js';
import { processBatch } from '../../../../src/service/registration/process-batch.js';
import { sweepOutbox } from '../../../../src/service/registration/sweep.js';
import { fillWithBoletos } from '../fill.js';
import { call, type TestService, TO_REGISTER, useService, validBody } from '../harness.js';

/** So many that PostgreSQL reads all of them only if no index helps. */
const ROWS = 100_000;
const PENDING_ONCE = 5_000_003;

interface Statement {
  readonly text: string;
  /** The values of a search, which is planned for them. */
  readonly values?: readonly unknown[];
}

/** Returns the service with a database that records every statement. */
function recording(real: TestService, record: (statement: Statement) => void): TestService {
  const database: Database = {
    ...real.database,
    query(text, values, deadline) {
      record({ text });
      return real.database.query(text, values, deadline);
    },
    search(text, values, deadline) {
      record({ text, values });
      return real.database.search(text, values, deadline);
    },
  };
  const repository = createBoletoRepository(database);
  return { ...real, database, repository, outbox: createOutbox(database, async () => {}, TO_REGISTER) };
}

describe('the statements that are planned while the tables are empty', () => {
  const real = useService({ keepsRows: true });

  // A connection keeps such a plan until something analyzes the table.
  it('find a boleto by its id, not among all boletos of its tenant', async () => {
    const statements: Statement[] = [];
    const service = recording(real, (statement) => statements.push(statement));
    const ask = { id: 'bol_none', method: 'GET' };
    await call((request) => getBoleto(service, request), ask);
    const paid = { ...ask, method: 'PATCH', body: { paid_amount: 1 } };
    await call((request) => patchBoleto(service, request), paid);
    await call((request) => cancelBoleto(service, request), { ...ask, method: 'POST' });
    assert.ok(statements.length >= 3);
    for (const { text } of statements) {
      const [row] = await real.sql(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`);
      const plan = JSON.stringify(row?.['QUERY PLAN']);
      const used = [...plan.matchAll(/"Index Name":"(boletos\w*)"/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(used)], ['boletos_pkey'], text);
    }
  });
});

describe(`the statements over ${ROWS} rows`, () => {
  const real = useService({ keepsRows: true });
  let service: TestService;
  let statements: Statement[] = [];

  before(async function () {
    this.timeout(120_000);
    await fillWithBoletos(real, ROWS);
    service = recording(real, (statement) => statements.push(statement));
  });
  beforeEach(() => {
    statements = [];
  });

  const soon = () => Date.now() + 20_000;
  const post = async (changes: Record<string, unknown> = {}, headers = {}): Promise<string> => {
    const event = { method: 'POST', body: validBody(changes), headers };
    return (await call((request) => postBoleto(service, request), event)).body.id;
  };

  /**
   * Asserts that the statements since the test began read no large table as a whole, by the plans that they ran with.
   */
  async function verifyPlans(minimum: number): Promise<void> {
    assert.ok(statements.length >= minimum, `${statements.length} statements`);
    for (const { text, values } of statements.splice(0)) {
      const { large, plan } = await scannedBy({ text, values });
      assert.deepEqual(large, [], `${text}\n${plan}`);
    }
  }

  /** Returns the large tables that a statement reads as a whole, and its plan. */
  async function scannedBy({ text, values }: Statement): Promise<{ large: string[]; plan: string }> {
    const [row] = values
      ? await service.sql(`EXPLAIN (FORMAT JSON) ${text}`, [...values])
      : await service.sql(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`);
    const plan = JSON.stringify(row?.['QUERY PLAN']);
    const scanned = [...plan.matchAll(/"Seq Scan".*?"Relation Name":"(\w+)"/g)].map(([, name = '']) => name);
    return {
      large: scanned.filter((name) => ['boletos', 'outbox', 'idempotency_keys'].includes(name)),
      plan,
    };
  }

  it('are recognized if they read a large table as a whole', async () => {
    const { large } = await scannedBy({ text: "SELECT id FROM boletos WHERE payer_name = 'x'", values: [] });
    assert.deepEqual(large, ['boletos']);
  });

  it('are three for a POST, with and without a key, one of them the outbox’s, and one for a GET', async () => {
    const id = await post();
    const parts = ['INSERT INTO boletos', 'UPDATE boletos', 'DELETE FROM outbox'];
    for (const headers of [{}, { 'Idempotency-Key': 'three' }]) {
      statements = [];
      await post({}, headers);
      assert.deepEqual(
        statements.map(({ text }) => parts.find((part) => text.includes(part))),
        parts,
      );
    }
    statements = [];
    await call((request) => getBoleto(service, request), { id, method: 'GET' });
    assert.equal(statements.length, 1);
  });

  it('of a POST, a GET, a PATCH and a cancellation use an index', async () => {
    const id = await post({}, { 'Idempotency-Key': 'plans' });
    await post({}, { 'Idempotency-Key': 'plans' });
    await post({ title_id: 500 });
    const ask = { id, method: 'GET' };
    await call((request) => getBoleto(service, request), ask);
    const paid = { id, method: 'PATCH', body: { paid_amount: 0 } };
    await call((request) => patchBoleto(service, request), paid);
    await call((request) => cancelBoleto(service, request), { id, method: 'POST' });
    await verifyPlans(8);
  });

  it('of the queue and the schedule use an index', async () => {
    const id = await post({ amount: PENDING_ONCE });
    const body = JSON.stringify({ boleto_id: id });
    await processBatch({ Records: [{ messageId: 'm', body }] }, { ...service, deadline: soon() });
    await sweepOutbox(service.outbox, soon());
    await deleteOldKeys(service.database, soon());
    await deleteOldEvents(service.database, soon());
    await findPendingAge(service.database, soon());
    await verifyPlans(8);
  });

  it('of an operator use an index', async () => {
    const id = await post();
    statements = [];
    for (const command of ['boleto.show', 'boleto.notify', 'boleto.retry']) {
      await administer(() => service, { command, id }, soon());
    }
    const payer = { tenant: 'default', document: '52998224725' };
    for (const more of [
      { command: 'payer.find' },
      { command: 'payer.find', after: 'bol_50000' },
      { command: 'payer.erase', boletos: [id] },
    ]) {
      await administer(() => service, { ...payer, ...more }, soon());
    }
    await verifyPlans(8);
  });

  it('of a failed send use an index', async () => {
    const send = () => Promise.reject(new Error('the queue does not answer'));
    const failing = { ...service, outbox: createOutbox(service.database, send, TO_REGISTER) };
    await call((request) => postBoleto(failing, request), { method: 'POST', body: validBody() });
    await verifyPlans(3);
  });

  const filters: Record<string, string>[] = [
    {},
    { cursor: 'bol_50000' },
    { token: 'token-4' },
    { title_id: '4' },
    { reference_id: 'order-4' },
    ...STATUSES.flatMap((status): Record<string, string>[] => [
      { status },
      { status, cursor: 'bol_50000' },
      { status, page: '3', count: '100' },
      { status, created_at_from: '2026-01-02T00:00:00Z' },
    ]),
    { expiration_date_from: '2026-03-01', expiration_date_to: '2026-03-02' },
    { created_at_from: '2026-01-02T00:00:00Z', created_at_to: '2026-01-02T01:00:00Z' },
    { page: '100', count: '100' },
  ];
  for (const query of filters) {
    it(`of a list by ${JSON.stringify(query)} use an index`, async () => {
      const { status } = await call((request) => getBoletos(service, request), { method: 'GET', query });
      assert.equal(status, 200);
      await verifyPlans(1);
    });
  }

  for (const query of [{}, { after: Buffer.from('1/1').toString('base64url') }] as Record<string, string>[]) {
    it(`of a page of events by ${JSON.stringify(query)} use an index`, async () => {
      await call((request) => getEvents(service, request), { method: 'GET', query });
      await verifyPlans(1);
    });
  }

  it('show every boleto once on the pages of the Link header, whatever is created meanwhile', async () => {
    const query = { token: 'token-4', count: '7' };
    const expected = await service.sql(
      `SELECT id FROM boletos WHERE tenant_id = 'default' AND token = 'token-4' ORDER BY created_at DESC, id DESC`,
    );
    const seen: string[] = [];
    let next: Record<string, string> | undefined = query;
    while (next) {
      const { body, headers } = await call((request) => getBoletos(service, request), {
        method: 'GET',
        query: next,
      });
      seen.push(...body.map(({ id }: { id: string }) => id));
      await post({ token: 'token-4' });
      const link = /^<\?(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
      next = link === undefined ? undefined : Object.fromEntries(new URLSearchParams(link));
    }
    assert.deepEqual(
      seen,
      expected.map(({ id }) => id),
    );
    assert.ok(seen.length > 14);
  });
});

describe('the registration of a boleto', () => {
  const service = useService();

  it('wrote every index again: it is HOT, with and without a key', async () => {
    const post = (key: number) =>
      call((request) => postBoleto(service, request), {
        method: 'POST',
        body: validBody(),
        headers: key % 2 ? { 'Idempotency-Key': `k${key}` } : {},
      });
    for (let number = 0; number < 40; number++) assert.equal((await post(number)).body.status, 'registered');
    // An ended connection writes its statistics. Until then, they may lack some.
    await service.sql(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    let counted: Record<string, unknown> | undefined;
    for (let look = 0; look < 500 && counted?.updates !== 40; look++) {
      [counted] = await service.sql(
        `SELECT n_tup_upd::int AS updates, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'boletos'`,
      );
    }
    assert.deepEqual(counted, { updates: 40, hot: 40 });
  });
});
