import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { until } from '../../../support/until.js';
import { linesOf } from '../../../unit/service/lines.js';
import { secretsHolding } from '../harness.js';
import { CURRENT, soon, useConnections, whoAmI } from './connection-fixture.js';

describe('a connection to the database that is lost', () => {
  const fixture = useConnections();

  it('answers the first request after its connection died while the process was frozen', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    assert.equal(await whoAmI(database), 'app');
    // execFileSync stops this process as a freeze does: the event loop does not run until it returns.
    const script = `
      import pg from 'pg';
      const client = new pg.Client(JSON.parse(process.argv[1]));
      await client.connect();
      await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
      await client.end();`;
    const { host, port, user, password } = fixture.server;
    const target = JSON.stringify({ host, port, user, password, database: 'postgres' });
    execFileSync(process.execPath, ['--input-type=module', '-e', script, target]);
    assert.equal(await whoAmI(database), 'app');
  });

  it('connects again after PostgreSQL closed the connection of a process that was frozen for half a minute', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    const limit = `SELECT current_setting('idle_session_timeout') AS now, set_config('idle_session_timeout', '50', false)`;
    const [row] = await database.query<{ now: string }>(limit, [], soon());
    assert.equal(row?.now, '30s');
    await until('PostgreSQL has ended it', async () => {
      const { rows } = await fixture.admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
      return rows.length === 0;
    });
    assert.equal(await whoAmI(database), 'app');
  });

  it('leaves a server that a failover has made read-only, and writes once to its successor', async () => {
    await fixture.admin.query('CREATE TABLE payments (cents integer); GRANT ALL ON payments TO app');
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    // A role's settings count for new connections only: the two old ones stay read-only, as on the former primary.
    await fixture.admin.query('ALTER ROLE app SET default_transaction_read_only = on');
    await Promise.all([whoAmI(database), whoAmI(database)]);
    await fixture.admin.query('ALTER ROLE app RESET default_transaction_read_only');
    await database.query('INSERT INTO payments VALUES (1)', [], soon());
    const { rows } = await fixture.admin.query('SELECT cents FROM payments');
    assert.deepEqual(rows, [{ cents: 1 }]);
  });

  it('waits for a server that is read-only until the name of the database points to its successor', async () => {
    await fixture.admin.query('CREATE TABLE receipts (cents integer); GRANT ALL ON receipts TO app');
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    await fixture.admin.query('ALTER ROLE app SET default_transaction_read_only = on');
    const pids = async () =>
      (await fixture.admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`)).rows.map(
        ({ pid }) => pid,
      );
    await whoAmI(database);
    const [first] = await pids();
    const writing = database.query('INSERT INTO receipts VALUES (1)', [], soon());
    await until('it has tried a new connection', async () => {
      const now = await pids();
      return now.length > 0 && !now.includes(first);
    });
    await fixture.admin.query('ALTER ROLE app RESET default_transaction_read_only');
    await writing;
    const { rows } = await fixture.admin.query('SELECT cents FROM receipts');
    assert.deepEqual(rows, [{ cents: 1 }]);
  });

  it('reports a server that stays read-only', async () => {
    await fixture.admin.query('CREATE TABLE refunds (cents integer); GRANT ALL ON refunds TO app');
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    await fixture.admin.query('ALTER ROLE app SET default_transaction_read_only = on');
    try {
      const writing = database.query('INSERT INTO refunds VALUES (1)', [], Date.now() + 300);
      await assert.rejects(writing, { code: '25006' });
    } finally {
      await fixture.admin.query('ALTER ROLE app RESET default_transaction_read_only');
    }
  });

  it('answers through a restart of the server', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    assert.equal(await whoAmI(database), 'app');
    let isUp = false;
    const restarted = fixture.server.restart().finally(() => {
      isUp = true;
    });
    const names: (string | undefined)[] = [];
    do names.push(await whoAmI(database));
    while (!isUp);
    await restarted;
    fixture.admin = await fixture.server.connect();
    assert.deepEqual([...new Set(names)], ['app']);
  });

  /** Opens a port that treats the first three connections in its own way and passes the others on to the fixture.server. */
  async function relay(
    refuse: (client: Socket) => void,
  ): Promise<{ port: number; refused: () => number; close: () => void }> {
    let refused = 0;
    const relay = createServer((client) => {
      client.on('error', () => undefined);
      if (refused < 3) {
        refused += 1;
        client.once('data', () => refuse(client));
      } else
        client
          .pipe(connect(fixture.server.port, fixture.server.host).on('error', () => undefined))
          .pipe(client);
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
      const database = fixture.open(secrets, port);
      assert.equal(await whoAmI(database), 'app');
      assert.deepEqual([refused(), secrets.reads], [3, 1]);
      close();
    });
  }

  const untilEnded = () =>
    until('PostgreSQL has ended the connection', async () => {
      const { rows } = await fixture.admin.query(`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`);
      return rows.length === 0;
    });

  it('logs no loss when PostgreSQL closes an idle connection as the service asks it to', async () => {
    const { lines } = await linesOf(async () => {
      const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
      await database.query(`SELECT set_config('idle_session_timeout', '50', false)`, [], soon());
      await untilEnded();
      assert.equal(await whoAmI(database), 'app');
    });
    assert.deepEqual(lines, []);
  });

  it('logs a loss when an administrator ends an idle connection', async () => {
    const { lines } = await linesOf(async () => {
      const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
      await whoAmI(database);
      await fixture.cutConnections();
      await untilEnded();
      assert.equal(await whoAmI(database), 'app');
    });
    assert.deepEqual(
      lines.map((line) => [JSON.parse(line).event, JSON.parse(line).code]),
      [['database-connection-lost', '57P01']],
    );
  });

  it('repeats a prepared statement whose columns a migration has changed', async () => {
    await fixture.admin.query('CREATE TABLE widening (one integer); GRANT ALL ON widening TO app');
    await fixture.admin.query('INSERT INTO widening VALUES (1)');
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    const read = () => database.query('SELECT * FROM widening', [], soon());
    assert.deepEqual(await read(), [{ one: 1 }]);
    await fixture.admin.query('ALTER TABLE widening ADD COLUMN two integer DEFAULT 2');
    assert.deepEqual(await read(), [{ one: 1, two: 2 }]);
  });

  it('cancels a statement that takes too long', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
    await assert.rejects(database.query('SELECT pg_sleep(20)', [], Date.now() + 20_000), { code: '57014' });
  });

  it('abandons a server process that has gone silent, and connects again', async () => {
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }));
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
      client
        .pipe(connect(fixture.server.port, fixture.server.host).on('error', () => undefined))
        .pipe(client);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const { port } = relay.address() as AddressInfo;
    const database = fixture.open(secretsHolding({ [CURRENT]: ['one'] }), port);
    const cutAll = () => {
      for (const socket of cut.splice(0)) socket.resetAndDestroy();
    };
    try {
      const sleeping = assert.rejects(database.query('SELECT pg_sleep(3)', [], soon()), {
        code: 'ECONNRESET',
      });
      await until('it runs', async () => {
        const running = `SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`;
        return (await fixture.admin.query(running)).rows.length === 1;
      });
      cutAll();
      await sleeping;
      assert.equal(await whoAmI(database), 'app');
    } finally {
      cutAll();
      relay.close();
    }
  });
});
