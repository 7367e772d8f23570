import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestService } from '../../test/integration/service/harness.js';
import { addTenant, grantWallet, openService, validBody } from '../../test/integration/service/harness.js';
import { type Environment, startEnvironment } from './environment.js';
import { installPeers, startPeer, verifyPeer } from './peer.js';
import type { BenchPostgres } from './postgres.js';
import { processorTime } from './processor.js';
import { median, print } from './rates.js';
import { recordStatements } from './recorded.js';
import { type Server, startServer } from './server.js';

/** Requests in flight, and connections to the database. */
const CONNECTIONS = 10;
/** Seconds of one measurement. */
const DURATION = 2;
const TURNS = { on: 7, off: 3 };
/** Seconds of the first turn, which does not count: V8 compiles the functions while they are called. */
const WARMING = 8;

interface Measured {
  readonly rate: number;
  /** Microseconds of processor time of a request. */
  readonly node: number;
  readonly postgres: number;
  /** Bytes of a request in PostgreSQL's write-ahead log. */
  readonly wal: number;
}

interface Contestant {
  readonly name: string;
  readonly server: Server;
  readonly path: string;
  readonly body?: string;
}

/**
 * Measures the deployed functions, the earlier service's shape, and pg alone with our statements, in turns, under the same
 * load: first with a PostgreSQL that waits for its disk, then with one that does not.
 */
export async function benchHttp(server: BenchPostgres, service: TestService): Promise<void> {
  const peers = installPeers();
  const environment = await startEnvironment(service);
  const copies = mkdtempSync(join(tmpdir(), 'bench-copies-'));
  const servers: Server[] = [];
  try {
    const contestants = await startAll(server, service, { peers, environment, copies, servers });
    for (const fsync of ['on', 'off'] as const) {
      await server.configure({ fsync });
      const results = await measureAll(server, service, { peers, fsync }, contestants);
      report(results, fsync);
    }
  } finally {
    await server.configure({ fsync: 'on' });
    for (const started of servers) started.stop();
    await environment.stop();
    rmSync(copies, { recursive: true });
    if (!process.env.BENCH_PEERS) rmSync(peers, { recursive: true });
  }
}

interface Parts {
  readonly peers: string;
  readonly environment: Environment;
  readonly copies: string;
  readonly servers: Server[];
}

async function startAll(
  server: BenchPostgres,
  service: TestService,
  { peers, environment, copies, servers }: Parts,
): Promise<Contestant[]> {
  const keep = (started: Server) => {
    servers.push(started);
    return started;
  };
  await addTenant(service, { id: 'later', keyId: 'key-of-later', account: '9722' });
  await service.sql(`UPDATE tenants SET notify = 'later', allowed_queues = ARRAY[$1] WHERE id = 'later'`, [
    environment.owner,
  ]);
  await service.sql(`UPDATE tenants SET allowed_queues = ARRAY[$1] WHERE id = 'default'`, [
    environment.owner,
  ]);
  await grantWallet(service, 'default', { account: '9730' });

  copyBundle(environment.bundle, copies);
  const ours = keep(await startServer('deployed.ts', [copies], environment.variables));

  const { host, port, user, password } = server;
  const admin = await server.connect();
  await admin.query('DROP DATABASE IF EXISTS earlier');
  await admin.query('CREATE DATABASE earlier');
  await admin.end();
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/earlier`;
  const earlier = keep(await startPeer(peers, url, CONNECTIONS));
  const client = await server.connect('earlier');
  await verifyPeer(earlier, client, {
    ...validBody(),
    reference_id: 'order-7',
    queue_url: environment.owner,
  });
  await client.end();

  const database = service.settings.database.name;
  const opened = openService(server, database);
  const recorded = await recordStatements(opened, validBody({ issuer_account: '9730' }));
  await opened.database.close();
  const bare = keep(
    await startServer('bare.ts', [], {
      BENCH_STATEMENTS: JSON.stringify({
        connection: { host, port, user, password, database },
        connections: CONNECTIONS,
        recorded,
      }),
      BENCH_TITLE_ID: '1000',
    }),
  );
  const body = (changes: object) =>
    JSON.stringify({ ...validBody(), queue_url: environment.owner, ...changes });
  const idOf = async ({ url }: Server) => {
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(`${url}/boletos`, { method: 'POST', headers, body: body({}) });
    return ((await created.json()) as { id: string }).id;
  };
  return [
    { name: 'POST, always', server: ours, path: '/boletos', body: body({}) },
    { name: 'POST, later and a key', server: ours, path: '/later', body: body({ issuer_account: '9722' }) },
    { name: 'POST, earlier service', server: earlier, path: '/boletos', body: body({}) },
    { name: 'POST, pg alone', server: bare, path: '/boletos', body: body({}) },
    { name: 'GET', server: ours, path: `/boletos/${await idOf(ours)}` },
    { name: 'GET, earlier service', server: earlier, path: `/boletos/${await idOf(earlier)}` },
    { name: 'GET, pg alone', server: bare, path: '/boletos/any' },
  ];
}

/**
 * Copies the bundle, with a pool of ten connections. On Lambda each request in flight has an environment, with a
 * connection; here one process answers them all, as the peer's does.
 */
function copyBundle(bundle: string, copy: string): void {
  cpSync(bundle, copy, { recursive: true });
  const pool = /(\.password\(\)),max:\w+/;
  const files = readdirSync(copy).filter((file) => file.endsWith('.js'));
  const changed = files.filter((file) => {
    const text = readFileSync(join(copy, file), 'utf8');
    writeFileSync(join(copy, file), text.replace(pool, `$1,max:${CONNECTIONS}`));
    return pool.test(text);
  });
  if (changed.length !== 1) throw new Error(`${changed.length} files of the bundle have a pool and not 1`);
}

async function measureAll(
  server: BenchPostgres,
  service: TestService,
  { peers, fsync }: { peers: string; fsync: 'on' | 'off' },
  contestants: readonly Contestant[],
): Promise<Map<string, Measured[]>> {
  const results = new Map<string, Measured[]>(contestants.map(({ name }) => [name, []]));
  for (let turn = 0; turn <= TURNS[fsync]; turn++) {
    for (const contestant of contestants) {
      const seconds = turn === 0 && fsync === 'on' ? WARMING : DURATION;
      const measured = await measure(server, service, { peers, seconds }, contestant);
      if (turn > 0) results.get(contestant.name)?.push(measured);
    }
  }
  return results;
}

/** @throws Error at an answer other than 2xx */
async function measure(
  server: BenchPostgres,
  service: TestService,
  { peers, seconds }: { peers: string; seconds: number },
  { server: { url, pid }, path, body }: Contestant,
): Promise<Measured> {
  const autocannon = createRequire(join(peers, 'package.json'))('autocannon');
  const position = async () =>
    Number((await service.sql(`SELECT pg_current_wal_insert_lsn() - '0/0' AS at`))[0]?.at);
  const before = { node: processorTime(pid), postgres: server.processorTime(), wal: await position() };
  const headers = { 'content-type': 'application/json' };
  const { requests, non2xx, errors } = await autocannon({
    url: url + path,
    connections: CONNECTIONS,
    duration: seconds,
    ...(body === undefined ? {} : { method: 'POST', body, headers }),
  });
  if (non2xx > 0 || errors > 0)
    throw new Error(`${path}: ${non2xx} answers other than 2xx, ${errors} errors`);
  return {
    rate: requests.total / seconds,
    node: (processorTime(pid) - before.node) / requests.total,
    postgres: (server.processorTime() - before.postgres) / requests.total,
    wal: ((await position()) - before.wal) / requests.total,
  };
}

function report(results: ReadonlyMap<string, readonly Measured[]>, fsync: 'on' | 'off'): void {
  const load = loadavg()[0]?.toFixed(1);
  print(`\n### ${CONNECTIONS} connections, fsync ${fsync}, medians of ${TURNS[fsync]} turns, load ${load}\n`);
  print('| | a second | × earlier | µs Node | µs PostgreSQL | together × pg alone | bytes of WAL |');
  print('|---|---:|---:|---:|---:|---:|---:|');
  const of = (name: string, field: keyof Measured) =>
    median((results.get(name) ?? []).map((one) => one[field]));
  const together = (name: string) => of(name, 'node') + of(name, 'postgres');
  for (const name of results.keys()) {
    const method = name.split(',')[0];
    const ratio = of(name, 'rate') / of(`${method}, earlier service`, 'rate');
    const floor = together(name) / together(`${method}, pg alone`);
    const figures = [of(name, 'rate'), of(name, 'node'), of(name, 'postgres')].map((value) => format(value));
    print(
      `| ${name} | ${figures[0]} | ${ratio.toFixed(2)} | ${figures[1]} | ${figures[2]} | ${floor.toFixed(2)} | ${format(of(name, 'wal'))} |`,
    );
  }
}

const format = (value: number) => Math.round(value).toLocaleString('en-US');
