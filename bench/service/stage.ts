import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DUE, validBoleto } from '../../test/functional/support/api.js';
import { print } from './rates.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLIENTS = 4;
/** Milliseconds of one measurement. */
const DURATION = 10_000;

/**
 * Measures requests through the whole local stage: its API Gateway and its Lambda, with a process for each environment.
 * It has no peer.
 */
export async function benchStage(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'bench-stage-'));
  // PostgreSQL runs as another user, who must be able to enter the folder.
  chmodSync(home, 0o755);
  const sbw = (...args: string[]) =>
    execFileSync(process.execPath, ['bin/run.js', ...args], {
      cwd: ROOT,
      env: { ...process.env, SBW_HOME: home },
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
  execFileSync(process.execPath, ['scripts/build.js'], { cwd: ROOT, stdio: 'ignore' });
  try {
    sbw('local', 'start', '--detach');
    const { api } = JSON.parse(sbw('local', 'status', '--json')) as { api: { url: string; key: string } };
    const headers = { 'x-api-key': api.key, 'content-type': 'application/json' };
    const queue = `${new URL(api.url).origin}/000000000000/local-example-owner`;
    const body = JSON.stringify({ ...validBoleto(), expiration_date: DUE, queue_url: queue });
    const post = async () => await request(`${api.url}/boletos`, { method: 'POST', headers, body });
    const { id } = (await post()) as { id: string };
    const get = async () => await request(`${api.url}/boletos/${id}`, { headers });
    print(`\n### Through the local stage, ${CLIENTS} clients, requests a second\n`);
    print(`| POST | ${await rateOf(post)} |\n|---|---:|\n| GET | ${await rateOf(get)} |`);
  } finally {
    sbw('local', 'stop');
    sbw('local', 'reset', '--yes');
    rmSync(home, { recursive: true, force: true });
  }
}

async function request(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body}`);
  return JSON.parse(body);
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const ends = Date.now() + DURATION;
  let times = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (Date.now() < ends) {
        await work();
        times++;
      }
    }),
  );
  return Math.round((times * 1_000) / DURATION);
}
