import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type pg from 'pg';
import { createDatabase, type Database } from '../../../../src/service/database/connection.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { until } from '../../../support/until.js';
import { linesOf } from '../../../unit/service/lines.js';
import { secretsHolding, settingsOf } from '../harness.js';

const CURRENT = 'test/database/password';
const PENDING = `${CURRENT}.pending`;

describe('the connection to the database', () => {
  let server: TestPostgres;
  let admin: pg.Client;
  const opened: Database[] = [];

  before(async () => {
    server = await startTestPostgres();
    admin = await server.connect();
    await admin.query(`CREATE ROLE app LOGIN PASSWORD 'one'`);
  });
  after(async () => {
    await admin?.end();
    await server?.stop();
  });
  beforeEach(() => admin.query(`ALTER ROLE app PASSWORD 'one'`));
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  const soon = () => Date.now() + 5_000;
  function open(secrets: ReturnType<typeof secretsHolding>, port = server.port): Database {
    const settings = settingsOf({ ...server, port }, 'postgres');
    const database = createDatabase(
      { ...settings, database: { ...settings.database, user: 'app' } },
      async () => secrets,
    );
    opened.push(database);
    return database;
  }
  const whoAmI = async (database: Database) =>
    (await database.query<{ name: string }>('SELECT current_user AS name', [], soon()))[0]?.name;
  const cutConnections = () =>
    admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'`);

  it('reads the password once and keeps the connection', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['one'] });
    const database = open(secrets);
    for (let round = 0; round < 3; round++) assert.equal(await whoAmI(database), 'app');
    assert.equal(secrets.reads, 1);
    const { rows } = await admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
    assert.equal(rows.length, 1);
  });

  it('opens two connections at most', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    await Promise.all(Array.from({ length: 8 }, () => whoAmI(database)));
    const { rows } = await admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
    assert.equal(rows.length, 2);
  });

  it('uses the pending password once the database accepts it', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'], [PENDING]: ['one', 'two'] }));
    assert.equal(await whoAmI(database), 'app');
    await admin.query(`ALTER ROLE app PASSWORD 'two'`);
    await cutConnections();
    assert.equal(await whoAmI(database), 'app');
  });

  it('uses the current password after a rotation has promoted it', async () => {
    const values = { [CURRENT]: ['one'], [PENDING]: ['one', 'two'] };
    const database = open(secretsHolding(values));
    assert.equal(await whoAmI(database), 'app');
    await admin.query(`ALTER ROLE app PASSWORD 'two'`);
    values[CURRENT].push('two');
    await cutConnections();
    assert.equal(await whoAmI(database), 'app');
  });

  it('uses the previous password with a database that went back in time', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['zero', 'one', 'two'] }));
    assert.equal(await whoAmI(database), 'app');
  });

  it('waits for a password that is stored but not yet applied', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['nine'], [PENDING]: ['nine', 'two'] });
    const answer = whoAmI(open(secrets));
    // The first read, then three of the first pass: current, pending and the versions of current. A fifth begins
    // another pass.
    await until('every password was refused', () => secrets.reads > 4);
    await admin.query(`ALTER ROLE app PASSWORD 'two'`);
    assert.equal(await answer, 'app');
  });

  it('searches once for concurrent callers', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['zero'], [PENDING]: ['zero', 'one'] });
    const database = open(secrets);
    await Promise.all([whoAmI(database), whoAmI(database)]);
    assert.equal(secrets.reads, 3);
  });

  it('stops the search a second before the deadline, and reports that the database refuses every password', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['wrong'], [PENDING]: ['wrong-too'] });
    const database = open(secrets);
    const deadline = Date.now() + 1_000;
    await assert.rejects(database.query('SELECT 1', [], deadline), (error: Error) => {
      assert.equal((error as { code?: string }).code, 'DATABASE_PASSWORD_REFUSED');
      assert.match(
        error.message,
        /^The database refuses every password that credstash holds under test\/database\/password /,
      );
      assert.doesNotMatch(error.message, /wrong/);
      return true;
    });
    // One for the first login, and three for one search.
    assert.equal(secrets.reads, 4);
  });

  it('reads the password again after a read that failed', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['one'] });
    const read = secrets.read;
    secrets.read = () => Promise.reject(new Error('throttled'));
    const database = open(secrets);
    await assert.rejects(whoAmI(database), { message: 'throttled' });
    secrets.read = read;
    assert.equal(await whoAmI(database), 'app');
  });

  it('does not search for a password if the database is unreachable', async () => {
    const secrets = secretsHolding({ [CURRENT]: ['one'], [PENDING]: ['one', 'two'] });
    const settings = settingsOf({ ...server, port: 1 }, 'postgres');
    const database = createDatabase(settings, async () => secrets);
    await assert.rejects(database.query('SELECT 1', [], soon()), { code: 'ECONNREFUSED' });
    assert.equal(secrets.reads, 1);
  });

  it('answers the first request after its connection died while the process was frozen', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    assert.equal(await whoAmI(database), 'app');
    // execFileSync stops this process as a freeze does: the event loop does not run until it returns.
    const script = `
      import pg from 'pg';
      const client = new pg.Client(JSON.parse(process.argv[1]));
      await client.connect();
      await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
      await client.end();`;
    const { host, port, user, password } = server;
    const target = JSON.stringify({ host, port, user, password, database: 'postgres' });
    execFileSync(process.execPath, ['--input-type=module', '-e', script, target]);
    assert.equal(await whoAmI(database), 'app');
  });

  it('connects again after PostgreSQL closed the connection of a process that was frozen for half a minute', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    const limit = `SELECT current_setting('idle_session_timeout') AS now, set_config('idle_session_timeout', '50', false)`;
    const [row] = await database.query<{ now: string }>(limit, [], soon());
    assert.equal(row?.now, '30s');
    await until('PostgreSQL has ended it', async () => {
      const { rows } = await admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
      return rows.length === 0;
    });
    assert.equal(await whoAmI(database), 'app');
  });

  it('leaves a server that a failover has made read-only, and writes once to its successor', async () => {
    await admin.query('CREATE TABLE payments (cents integer); GRANT ALL ON payments TO app');
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    // A role's settings count for new connections only: the two old ones stay read-only, as on the former primary.
    await admin.query('ALTER ROLE app SET default_transaction_read_only = on');
    await Promise.all([whoAmI(database), whoAmI(database)]);
    await admin.query('ALTER ROLE app RESET default_transaction_read_only');
    await database.query('INSERT INTO payments VALUES (1)', [], soon());
    const { rows } = await admin.query('SELECT cents FROM payments');
    assert.deepEqual(rows, [{ cents: 1 }]);
  });

  it('waits for a server that is read-only until the name of the database points to its successor', async () => {
    await admin.query('CREATE TABLE receipts (cents integer); GRANT ALL ON receipts TO app');
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    await admin.query('ALTER ROLE app SET default_transaction_read_only = on');
    const pids = async () =>
      (await admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`)).rows.map(
        ({ pid }) => pid,
      );
    await whoAmI(database);
    const [first] = await pids();
    const writing = database.query('INSERT INTO receipts VALUES (1)', [], soon());
    await until('it has tried a new connection', async () => {
      const now = await pids();
      return now.length > 0 && !now.includes(first);
    });
    await admin.query('ALTER ROLE app RESET default_transaction_read_only');
    await writing;
    const { rows } = await admin.query('SELECT cents FROM receipts');
    assert.deepEqual(rows, [{ cents: 1 }]);
  });

  it('reports a server that stays read-only', async () => {
    await admin.query('CREATE TABLE refunds (cents integer); GRANT ALL ON refunds TO app');
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    await admin.query('ALTER ROLE app SET default_transaction_read_only = on');
    try {
      const writing = database.query('INSERT INTO refunds VALUES (1)', [], Date.now() + 300);
      await assert.rejects(writing, { code: '25006' });
    } finally {
      await admin.query('ALTER ROLE app RESET default_transaction_read_only');
    }
  });

  it('answers through a restart of the server', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    assert.equal(await whoAmI(database), 'app');
    let isUp = false;
    const restarted = server.restart().finally(() => {
      isUp = true;
    });
    const names: (string | undefined)[] = [];
    do names.push(await whoAmI(database));
    while (!isUp);
    await restarted;
    admin = await server.connect();
    assert.deepEqual([...new Set(names)], ['app']);
  });

  /** Opens a port that treats the first three connections in its own way and passes the others on to the server. */
  async function relay(
    refuse: (client: Socket) => void,
  ): Promise<{ port: number; refused: () => number; close: () => void }> {
    let refused = 0;
    const relay = createServer((client) => {
      client.on('error', () => undefined);
      if (refused < 3) {
        refused += 1;
        client.once('data', () => refuse(client));
      } else client.pipe(connect(server.port, server.host).on('error', () => undefined)).pipe(client);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const { port } = relay.address() as AddressInfo;
    return { port, refused: () => refused, close: () => relay.close() };
  }

  const STARTING = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0');
  const length = Buffer.alloc(4);
  length.writeInt32BE(STARTING.length + 4);
  const refusals: Readonly<Record<string, (client: Socket) => void>> = {
    'is still starting': (client) => client.end(Buffer.concat([Buffer.from('E'), length, STARTING])),
    'cuts the connection before it has answered the login': (client) => client.resetAndDestroy(),
  };
  for (const [title, refuse] of Object.entries(refusals)) {
    it(`connects again to a server that ${title}`, async () => {
      const { port, refused, close } = await relay(refuse);
      const secrets = secretsHolding({ [CURRENT]: ['one'] });
      const database = open(secrets, port);
      assert.equal(await whoAmI(database), 'app');
      assert.deepEqual([refused(), secrets.reads], [3, 1]);
      close();
    });
  }

  const untilEnded = () =>
    until('PostgreSQL has ended the connection', async () => {
      const { rows } = await admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
      return rows.length === 0;
    });

  it('logs no loss when PostgreSQL closes an idle connection as the service asks it to', async () => {
    const { lines } = await linesOf(async () => {
      const database = open(secretsHolding({ [CURRENT]: ['one'] }));
      await database.query(`SELECT set_config('idle_session_timeout', '50', false)`, [], soon());
      await untilEnded();
      assert.equal(await whoAmI(database), 'app');
    });
    assert.deepEqual(lines, []);
  });

  it('logs a loss when an administrator ends an idle connection', async () => {
    const { lines } = await linesOf(async () => {
      const database = open(secretsHolding({ [CURRENT]: ['one'] }));
      await whoAmI(database);
      await cutConnections();
      await untilEnded();
      assert.equal(await whoAmI(database), 'app');
    });
    assert.deepEqual(
      lines.map((line) => [JSON.parse(line).event, JSON.parse(line).code]),
      [['database-connection-lost', '57P01']],
    );
  });

  it('repeats a prepared statement whose columns a migration has changed', async () => {
    await admin.query('CREATE TABLE widening (one integer); GRANT ALL ON widening TO app');
    await admin.query('INSERT INTO widening VALUES (1)');
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    const read = () => database.query('SELECT * FROM widening', [], soon());
    assert.deepEqual(await read(), [{ one: 1 }]);
    await admin.query('ALTER TABLE widening ADD COLUMN two integer DEFAULT 2');
    assert.deepEqual(await read(), [{ one: 1, two: 2 }]);
  });

  it('cancels a statement that takes too long', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    await assert.rejects(database.query('SELECT pg_sleep(20)', [], Date.now() + 20_000), { code: '57014' });
  });

  it('abandons a server process that has gone silent, and connects again', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    const [row] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', [], soon());
    const pid = row?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await assert.rejects(whoAmI(database), { message: 'Query read timeout' });
      assert.equal(await whoAmI(database), 'app');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('fails only the running statement if its connection is cut', async () => {
    const cut: Socket[] = [];
    const relay = createServer((client) => {
      cut.push(client.on('error', () => undefined));
      client.pipe(connect(server.port, server.host).on('error', () => undefined)).pipe(client);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const { port } = relay.address() as AddressInfo;
    const database = open(secretsHolding({ [CURRENT]: ['one'] }), port);
    const cutAll = () => {
      for (const socket of cut.splice(0)) socket.resetAndDestroy();
    };
    try {
      const sleeping = assert.rejects(database.query('SELECT pg_sleep(3)', [], soon()), {
        code: 'ECONNRESET',
      });
      await until('it runs', async () => {
        const running = `SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`;
        return (await admin.query(running)).rows.length === 1;
      });
      cutAll();
      await sleeping;
      assert.equal(await whoAmI(database), 'app');
    } finally {
      cutAll();
      relay.close();
    }
  });

  it('never connects without TLS if the settings require it', async () => {
    const settings = settingsOf(server, 'postgres');
    const database = createDatabase(
      { ...settings, database: { ...settings.database, ssl: 'verify-full' } },
      async () => secretsHolding({ [CURRENT]: [server.password] }),
    );
    const expected = { message: 'The server does not support SSL connections' };
    await assert.rejects(database.query('SELECT 1', [], soon()), expected);
  });

  it('returns dates as text and big integers as numbers', async () => {
    const database = open(secretsHolding({ [CURRENT]: ['one'] }));
    const text = `SELECT '2026-12-31'::date AS day, 9999999999::bigint AS cents`;
    assert.deepEqual(await database.query(text, [], soon()), [{ day: '2026-12-31', cents: 9_999_999_999 }]);
  });
});
