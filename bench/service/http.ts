import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_KEY_ID } from '../../test/integration/service/harness.js';
import type { TestPostgres } from '../../test/support/postgres.js';
import { BODY } from './handlers.js';
import { median, printRatios } from './rates.js';

const PACKAGES = ['express@4.21.2', 'sequelize@6.37.7', 'pg@8.16.3', 'joi@17.13.3', 'autocannon@8.0.0'];
const CONNECTIONS = 10;
/** Seconds of one measurement. */
const DURATION = 4;
const ROUNDS = 5;

/** Measures the handlers behind a bare HTTP server and the earlier service's shape, alternately under the same load. */
export async function benchHttp(server: TestPostgres, database: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-service-'));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES]);
  const { host, port, user, password } = server;
  const admin = await server.connect();
  await admin.query('CREATE DATABASE earlier');
  await admin.end();
  const settings = JSON.stringify({ server: { host, port, user, password }, database });
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/earlier`;
  const ours = await start('bare.ts', [], settings, ['--import', 'tsx']);
  const theirs = await start('earlier.cjs', [folder], url, []);
  try {
    const rates: Record<string, number[]> = {};
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, at] of Object.entries({ ours, theirs })) {
        const created = await fetch(`${at.url}/boletos`, { method: 'POST', ...REQUEST });
        const { id } = (await created.json()) as { id: string };
        const post = load(folder, `${at.url}/boletos`, ['-m', 'POST', '-b', BODY, ...HEADERS]);
        const get = load(folder, `${at.url}/boletos/${id}`, []);
        if (round === 0) continue;
        rates[`POST, ${name}`] = [...(rates[`POST, ${name}`] ?? []), post];
        rates[`GET, ${name}`] = [...(rates[`GET, ${name}`] ?? []), get];
      }
    }
    const medians = Object.fromEntries(Object.entries(rates).map(([name, seen]) => [name, median(seen)]));
    printRatios(`Behind a bare HTTP server, ${CONNECTIONS} connections, requests a second`, medians, [
      ['POST, ours', 'POST, theirs'],
      ['GET, ours', 'GET, theirs'],
    ]);
  } finally {
    ours.child.kill();
    theirs.child.kill();
    rmSync(folder, { recursive: true });
  }
}

const HEADERS = ['-H', 'content-type: application/json', '-H', `x-api-key: ${API_KEY_ID}`];
const REQUEST = { headers: { 'content-type': 'application/json' }, body: BODY };

async function start(
  file: string,
  args: string[],
  database: string,
  execArgv: string[],
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { ...process.env, BENCH_DATABASE: database },
    execArgv,
  });
  const [port] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${port}` };
}

/**
 * Measures requests per second.
 *
 * @throws Error at an answer other than 2xx
 */
function load(folder: string, url: string, args: string[]): number {
  const command = ['-c', String(CONNECTIONS), '-d', String(DURATION), '-j', '-n', ...args, url];
  const text = execFileSync(process.execPath, [join(folder, 'node_modules/.bin/autocannon'), ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { requests, non2xx, errors } = JSON.parse(text);
  if (non2xx > 0 || errors > 0) throw new Error(`${url}: ${non2xx} answers other than 2xx, ${errors} errors`);
  return requests.average;
}
