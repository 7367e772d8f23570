import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_ONCE } from '../../src/service/database/connection.js';
import { newId } from '../../src/service/id.js';
import type { TestService } from '../../test/integration/service/harness.js';
import { addTenant, grantWallet, openService, validBody } from '../../test/integration/service/harness.js';
import type { Environment } from './environment.js';
import { startPeer, verifyPeer } from './peer.js';
import type { BenchPostgres } from './postgres.js';
import { createRecorder, type Recorded } from './recorded.js';
import { type Server, startServer } from './server.js';

/** Requests in flight, and connections to the database. */
export const CONNECTIONS = 10;

/** Each connection of the load has a wallet of its own: ./wallets.ts measures many on one. */
const accounts = (first: number) => Array.from({ length: CONNECTIONS }, (_, index) => String(first + index));
const ACCOUNTS = { always: accounts(9_730), later: accounts(9_740) };
/** Those of pg alone. A request of ours that is still running when its turn ends holds a wallet's row. */
const BARE_ACCOUNTS = { always: accounts(9_750), later: accounts(9_760) };

export interface Contestant {
  readonly name: string;
  readonly server: Server;
  readonly path: string;
  /** Bodies of POST, one for each connection. */
  readonly bodies?: readonly string[];
  /** Name of the contestant that has the shape of the earlier service. */
  readonly peer: string;
  /** Name of the contestant that runs the same statements and nothing else. */
  readonly floor: string;
}

interface Parts {
  readonly peers: string;
  readonly environment: Environment;
  readonly copies: string;
  /** Receives each server that was started, so that the caller stops it. */
  readonly servers: Server[];
}

export async function startContestants(
  server: BenchPostgres,
  service: TestService,
  { peers, environment, copies, servers }: Parts,
): Promise<Contestant[]> {
  const keep = (started: Server) => {
    servers.push(started);
    return started;
  };
  await addTenants(service, environment);
  copyBundle(environment.bundle, copies);
  const ours = keep(await startServer('deployed.ts', [copies], environment.variables));
  const earlier = keep(await startEarlier(server, peers, environment));
  const bare = keep(await startBare(server, service));

  const bodies = (kind: keyof typeof ACCOUNTS) =>
    ACCOUNTS[kind].map((issuer_account) =>
      JSON.stringify({ ...validBody(), queue_url: environment.owner, issuer_account }),
    );
  const [always, later] = [bodies('always'), bodies('later')];
  const idOf = async ({ url }: Server) => {
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(`${url}/boletos`, { method: 'POST', headers, body: always[0] ?? '' });
    return ((await created.json()) as { id: string }).id;
  };
  const post = { peer: 'POST, earlier service', floor: 'POST, always, pg alone' };
  const quiet = { ...post, floor: 'POST, later, pg alone' };
  const get = { peer: 'GET, earlier service', floor: 'GET, pg alone' };
  return [
    { ...post, name: 'POST, always', server: ours, path: '/boletos', bodies: always },
    { ...post, name: post.floor, server: bare, path: '/boletos', bodies: always },
    { ...quiet, name: 'POST, later and a key', server: ours, path: '/later', bodies: later },
    { ...quiet, name: quiet.floor, server: bare, path: '/later', bodies: later },
    { ...post, name: post.peer, server: earlier, path: '/boletos', bodies: always },
    { ...get, name: 'GET', server: ours, path: `/boletos/${await idOf(ours)}` },
    { ...get, name: get.floor, server: bare, path: '/boletos/any' },
    { ...get, name: get.peer, server: earlier, path: `/boletos/${await idOf(earlier)}` },
  ];
}

async function addTenants(service: TestService, { owner }: Environment): Promise<void> {
  const [first = ''] = ACCOUNTS.later;
  await addTenant(service, { id: 'later', keyId: 'key-of-later', account: first });
  await service.sql(`UPDATE tenants SET notify = 'later' WHERE id = 'later'`);
  await service.sql('UPDATE tenants SET allowed_queues = ARRAY[$1]', [owner]);
  for (const { always, later } of [ACCOUNTS, BARE_ACCOUNTS]) {
    for (const account of always) await grantWallet(service, 'default', { account });
    for (const account of later) await grantWallet(service, 'later', { account });
  }
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

/** Starts the earlier service's shape on a database of its own, and checks that it does its work. */
async function startEarlier(server: BenchPostgres, peers: string, { owner }: Environment): Promise<Server> {
  const { host, port, user, password } = server;
  const admin = await server.connect();
  await admin.query('DROP DATABASE IF EXISTS earlier');
  await admin.query('CREATE DATABASE earlier');
  await admin.end();
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/earlier`;
  const earlier = await startPeer(peers, url, CONNECTIONS);
  const client = await server.connect('earlier');
  await verifyPeer(earlier, client, { ...validBody(), reference_id: 'order-7', queue_url: owner });
  await client.end();
  return earlier;
}

/** Starts pg alone with the statements of our own POST and GET, planned once as ours are. */
async function startBare(server: BenchPostgres, service: TestService): Promise<Server> {
  const { host, port, user, password } = server;
  const database = service.settings.database.name;
  const recorded = await recordAll(server, database);
  const connection = { host, port, user, password, database, options: PLAN_ONCE };
  return await startServer('bare.ts', [], { BENCH_STATEMENTS: JSON.stringify({ connection, recorded }) });
}

async function recordAll(server: BenchPostgres, database: string): Promise<Recorded> {
  const opened = openService(server, database);
  const recorder = createRecorder(opened);
  const body = (issuer_account: string) => JSON.stringify(validBody({ issuer_account }));
  const later = [];
  for (const account of BARE_ACCOUNTS.later) {
    const requestContext = { requestId: 'bench', identity: { apiKeyId: 'key-of-later' } };
    const event = () => ({ body: body(account), headers: { 'idempotency-key': newId('') }, requestContext });
    later.push(await recorder.post(event));
  }
  const always = [];
  for (const account of BARE_ACCOUNTS.always)
    always.push(await recorder.post(() => ({ body: body(account) })));
  const find = await recorder.get();
  await opened.database.close();
  return { always, later, find };
}
