import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestService } from '../../test/integration/service/harness.js';
import { CONNECTIONS, type Contestant, startContestants } from './contestants.js';
import { startEnvironment } from './environment.js';
import { installPeers } from './peer.js';
import type { BenchPostgres } from './postgres.js';
import { processorTime } from './processor.js';
import { median, print } from './rates.js';
import type { Server } from './server.js';

/** Seconds of one measurement. */
const DURATION = 2;
const TURNS = { on: 7, off: 3 };
/** Requests of the first turn, which does not count: V8 compiles the functions while they are called. */
const WARMING = 3_000;

interface Measured {
  readonly rate: number;
  /** Microseconds of processor time of a request. */
  readonly node: number;
  readonly postgres: number;
  /** Bytes of a request in PostgreSQL's write-ahead log. */
  readonly wal: number;
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
    const contestants = await startContestants(server, service, { peers, environment, copies, servers });
    for (const fsync of ['on', 'off'] as const) {
      await server.configure({ fsync });
      const results = await measureAll(server, service, { peers, fsync }, contestants);
      report(contestants, results, fsync);
    }
  } finally {
    await server.configure({ fsync: 'on' });
    for (const started of servers) started.stop();
    await environment.stop();
    rmSync(copies, { recursive: true });
    if (!process.env.BENCH_PEERS) rmSync(peers, { recursive: true });
  }
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
      const isFirst = turn === 0 && fsync === 'on';
      const extent = isFirst ? { amount: WARMING } : { duration: DURATION };
      const measured = await measure(server, service, { peers, extent }, contestant);
      if (turn > 0) results.get(contestant.name)?.push(measured);
    }
  }
  return results;
}

/** @throws Error at an answer other than 2xx */
async function measure(
  server: BenchPostgres,
  service: TestService,
  { peers, extent }: { peers: string; extent: { amount: number } | { duration: number } },
  { server: { url, pid }, path, bodies }: Contestant,
): Promise<Measured> {
  const autocannon = createRequire(join(peers, 'package.json'))('autocannon');
  const position = async () =>
    Number((await service.sql(`SELECT pg_current_wal_insert_lsn() - '0/0' AS at`))[0]?.at);
  const before = { node: processorTime(pid), postgres: server.processorTime(), wal: await position() };
  const headers = { 'content-type': 'application/json' };
  let clients = 0;
  const setupClient = (client: { setBody(body?: string): void }) => client.setBody(bodies?.[clients++]);
  const { requests, non2xx, errors, duration } = await autocannon({
    url: url + path,
    connections: CONNECTIONS,
    ...extent,
    ...(bodies ? { method: 'POST', body: bodies[0], headers, setupClient } : {}),
  });
  if (non2xx > 0 || errors > 0)
    throw new Error(`${path}: ${non2xx} answers other than 2xx, ${errors} errors`);
  return {
    rate: requests.total / duration,
    node: (processorTime(pid) - before.node) / requests.total,
    postgres: (server.processorTime() - before.postgres) / requests.total,
    wal: ((await position()) - before.wal) / requests.total,
  };
}

function report(
  contestants: readonly Contestant[],
  results: ReadonlyMap<string, readonly Measured[]>,
  fsync: 'on' | 'off',
): void {
  const load = loadavg()[0]?.toFixed(1);
  print(`\n### ${CONNECTIONS} connections, fsync ${fsync}, medians of ${TURNS[fsync]} turns, load ${load}\n`);
  print('| | a second | × earlier | µs Node | µs PostgreSQL | together × pg alone | bytes of WAL |');
  print('|---|---:|---:|---:|---:|---:|---:|');
  const of = (name: string, field: keyof Measured) =>
    median((results.get(name) ?? []).map((one) => one[field]));
  const together = (name: string) => of(name, 'node') + of(name, 'postgres');
  for (const { name, peer, floor } of contestants) {
    const ratio = of(name, 'rate') / of(peer, 'rate');
    const [rate, node, postgres, wal] = (['rate', 'node', 'postgres', 'wal'] as const).map((field) =>
      format(of(name, field)),
    );
    const beside = (together(name) / together(floor)).toFixed(2);
    print(`| ${name} | ${rate} | ${ratio.toFixed(2)} | ${node} | ${postgres} | ${beside} | ${wal} |`);
  }
}

const format = (value: number) => Math.round(value).toLocaleString('en-US');
