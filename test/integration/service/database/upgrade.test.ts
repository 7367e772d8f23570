import assert from 'node:assert/strict';
import type pg from 'pg';
import { runMigrations } from '../../../../src/migrations/index.js';
import { postBoleto } from '../../../../src/service/api/boletos.js';
import { listMigrations } from '../../../../src/service/database/migrations.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { createDatabase } from '../../migrations/database.js';
import { API_KEY_ID, call, OWNER, openService, validBody } from '../harness.js';

const BEFORE_WALLETS = '2026-12-01T01-27-keep-answers';

describe('the upgrade to wallets with owners', () => {
  let server: TestPostgres;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let client: pg.Client;

  before(async () => {
    server = await startTestPostgres();
  });
  after(() => server.stop());
  beforeEach(async () => {
    database = await createDatabase(server);
    client = await database.connect();
    await migrate(BEFORE_WALLETS);
    await client.query('insert into tenant_api_keys values ($1, $2)', [API_KEY_ID, 'default']);
  });
  afterEach(() => database.drop());

  async function migrate(to?: string): Promise<void> {
    const migrations = listMigrations();
    const answer = await runMigrations({ client, migrations, command: 'up', ...(to ? { to } : {}) });
    assert.equal(answer.error, undefined);
  }
  async function rows(text: string, values: unknown[] = []): Promise<unknown[]> {
    return (await client.query(text, values)).rows;
  }
  /** Stores a boleto as the version before did. */
  async function store(id: number, tenant: string, changes: { queue?: string; at?: string } = {}) {
    const { queue = OWNER, at = '2026-11-01' } = changes;
    await client.query(
      `insert into boletos (id, token, queue_url, status, register, expiration_date, amount, issuer, title_series,
         issuer_account, issuer_agency, issuer_wallet, title_id, barcode, digitable_line, tenant_id, created_at)
       values ('bol_' || $1::int, 't', $2, 'registered', true, '2027-01-01', 100, 'development', 'development',
         '0009721', '3381', '26', $1, repeat('1', 44), 'l', $3, $4)`,
      [id, queue, tenant, at],
    );
    await client.query(
      `insert into title_ids (issuer, agency, account, wallet, last) values ('development', '3381', '9721', '26', $1)
       on conflict (issuer, agency, account, wallet) do update set last = excluded.last`,
      [id],
    );
  }
  async function post(changes: Record<string, unknown> = {}, apiKeyId = API_KEY_ID) {
    const service = openService(server, client.database ?? '');
    try {
      const event = { method: 'POST', body: validBody(changes), apiKeyId };
      return await call((request) => postBoleto(service, request), event);
    } finally {
      await service.database.close();
    }
  }

  it('lets the only tenant go on without a command: its wallet, its numbers, and any queue and wallet', async () => {
    await store(7, 'default');
    await migrate();
    assert.deepEqual(await rows('select account, last::int, tenant_id from title_ids'), [
      { account: '9721', last: 7, tenant_id: 'default' },
    ]);
    assert.deepEqual(await rows('select allowed_queues from tenants'), [{ allowed_queues: null }]);
    assert.deepEqual(await rows('select * from wallet_conflicts'), []);
    const { status, body } = await post({ queue_url: `${OWNER}-of-today` });
    assert.deepEqual([status, body.title_id], [201, 8]);
    assert.equal((await post({ issuer_account: '5' })).status, 201);
  });

  it('lets an installation without a boleto begin without a command', async () => {
    await migrate();
    const { status, body } = await post();
    assert.deepEqual([status, body.title_id], [201, 1]);
  });

  it('gives a wallet of two tenants to the one that used it first, and lists the other', async () => {
    await client.query("insert into tenants (id) values ('acme')");
    await client.query("insert into tenant_api_keys values ('key-of-acme', 'acme')");
    await store(7, 'default', { at: '2026-11-02' });
    await store(8, 'acme', { at: '2026-11-01' });
    await store(9, 'default', { at: '2026-11-03' });
    await migrate();
    assert.deepEqual(await rows('select last::int, tenant_id from title_ids'), [
      { last: 9, tenant_id: 'acme' },
    ]);
    assert.deepEqual(await rows('select account, tenant_id, boletos::int from wallet_conflicts'), [
      { account: '9721', tenant_id: 'default', boletos: 2 },
    ]);
    assert.equal((await post({}, 'key-of-acme')).body.title_id, 10);
    const { status, body } = await post();
    assert.deepEqual([status, body.errors[0].field], [400, 'issuer_wallet']);
  });

  it('lets each of two tenants go on naming the queues that its boletos name, and no others', async () => {
    await client.query(
      "insert into tenants (id, allowed_queues) values ('acme', null), ('zeta', array['kept'])",
    );
    await store(7, 'default', { queue: `${OWNER}-2` });
    await store(8, 'default', { queue: OWNER });
    await store(9, 'default', { queue: OWNER });
    await migrate();
    assert.deepEqual(await rows('select id, allowed_queues from tenants order by id'), [
      { id: 'acme', allowed_queues: [] },
      { id: 'default', allowed_queues: [OWNER, `${OWNER}-2`] },
      { id: 'zeta', allowed_queues: ['kept'] },
    ]);
    assert.equal((await post({ queue_url: `${OWNER}-2` })).status, 201);
    assert.equal((await post({ queue_url: `${OWNER}-3` })).body.errors[0].field, 'queue_url');
  });
});

describe('the upgrade to events with numbers', () => {
  const BEFORE = '2026-12-01T04-07-allow-keys-without-body-hash';
  let server: TestPostgres;
  let database: Awaited<ReturnType<typeof createDatabase>>;

  before(async () => {
    server = await startTestPostgres();
    database = await createDatabase(server);
  });
  after(async () => {
    await database.drop();
    await server.stop();
  });

  it('puts the events that had none before all others of their boleto, in their order', async () => {
    const client = await database.connect();
    const migrations = listMigrations();
    await runMigrations({ client, migrations, command: 'up', to: BEFORE });
    for (const [boleto, kind, sequence] of [
      ['bol_a', 'notification', null],
      ['bol_b', 'notification', null],
      ['bol_a', 'registration', null],
      ['bol_a', 'notification', null],
      ['bol_a', 'notification', 1],
    ]) {
      await client.query(
        `insert into outbox (boleto_id, kind, sequence, body, due_at) values ($1, $2, $3, '{}', now())`,
        [boleto, kind, sequence],
      );
    }
    await runMigrations({ client, migrations, command: 'up' });
    const { rows } = await client.query('select boleto_id, kind, sequence from outbox order by id');
    assert.deepEqual(
      rows.map(({ boleto_id, kind, sequence }) => [boleto_id, kind, sequence]),
      [
        ['bol_a', 'notification', -1],
        ['bol_b', 'notification', 0],
        ['bol_a', 'registration', null],
        ['bol_a', 'notification', 0],
        ['bol_a', 'notification', 1],
      ],
    );
  });
});
