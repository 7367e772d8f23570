import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import pg from 'pg';
import { checksum, type MigrationRequest, runMigrations } from '../../../src/migrations/index.js';
import { startPooler } from '../../support/pooler.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';

const A = { name: '001-a', up: 'create table a (id int)', checksum: checksum('create table a (id int)') };
const PROXY = 'orders.proxy-abcdefghijkl.us-east-1.rds.amazonaws.com';

/** A socket that connects to this machine, whatever the host name. */
class Redirected extends Socket {
  // biome-ignore lint/suspicious/noExplicitAny: pg uses this overload
  override connect(port: any): this {
    return super.connect(port, '127.0.0.1');
  }
}

describe('a run of migrations through a shared connection', () => {
  let server: TestPostgres;
  let pooler: Awaited<ReturnType<typeof startPooler>>;
  let client: pg.Client;

  before(async () => {
    server = await startTestPostgres();
    pooler = await startPooler(server.port);
  });
  after(async () => {
    await pooler?.stop();
    await server?.stop();
  });
  afterEach(() => client.end());

  async function connect(more: pg.ClientConfig): Promise<void> {
    const { host, port, user, password } = server;
    client = new pg.Client({ host, port, user, password, database: 'postgres', ...more });
    await client.connect();
  }
  const run = (request: MigrationRequest) => runMigrations({ client, migrations: [A], ...request });

  it('is refused behind PgBouncer and changes no session; a status, a history and an unlock work there', async () => {
    await connect({ port: pooler.port });
    for (const request of [{ command: 'up' }, { command: 'plan', of: 'up' }] as const) {
      const { error } = await run(request);
      assert.equal(error?.code, 'POOLED_CONNECTION');
      assert.match(
        error?.message ?? '',
        /^The connection goes through a pooler such as PgBouncer: it announced process 1978057976, and process \d+ answers\. The lock needs a session that nobody else is given; nothing was done\. Connect to the database itself\.$/,
      );
    }
    for (const command of ['status', 'history', 'unlock'] as const) {
      assert.equal((await run({ command })).error, undefined);
    }
    const { rows } = await client.query(
      `select name from pg_settings where source = 'session'
       union all select tablename from pg_tables where schemaname = 'public'`,
    );
    assert.deepEqual(rows, []);
  });

  it('works through an RDS Proxy, with a warning', async () => {
    await connect({ host: PROXY, stream: () => new Redirected() });
    const answer = await run({ command: 'up' });
    assert.equal(answer.error, undefined);
    assert.deepEqual(
      answer.applied.map(({ name }) => name),
      ['001-a'],
    );
    assert.deepEqual(answer.warnings, [
      `${PROXY} is an RDS Proxy: it pins this session to one connection while the migrations run, and ends it at its own idle timeout. Prefer the endpoint of the database itself.`,
    ]);
  });
});
