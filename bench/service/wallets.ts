import { loadavg } from 'node:os';
import {
  grantWallet,
  openService,
  type TestService,
  validBody,
} from '../../test/integration/service/harness.js';
import { openHandlers } from './handlers.js';
import type { BenchPostgres } from './postgres.js';
import { median, print } from './rates.js';

/** Execution environments: each has its own pool and its own blocks of numbers, and one request in flight. */
const CLIENTS = 50;
/** Milliseconds of one measurement. */
const DURATION = 2_000;
const TURNS = 7;

/**
 * Compares fifty clients on one wallet with fifty clients on a wallet each, on a database whose commits take four
 * milliseconds more, as one with a standby in another zone.
 */
export async function benchWallets(server: BenchPostgres, service: TestService): Promise<void> {
  const environments = Array.from({ length: CLIENTS }, (_, index) => {
    const opened = openService(server, service.settings.database.name);
    const { post } = openHandlers(opened);
    const ask = (account: string) => post({ body: JSON.stringify(validBody({ issuer_account: account })) });
    return { opened, one: () => ask('7000'), own: () => ask(String(7001 + index)) };
  });
  for (let account = 7_000; account <= 7_000 + CLIENTS; account++) {
    await grantWallet(service, 'default', { account: String(account) });
  }
  await server.configure({ commit_delay: '4000', commit_siblings: '0' });
  try {
    const rates: Record<'one' | 'own', number[]> = { one: [], own: [] };
    for (let turn = 0; turn <= TURNS; turn++) {
      for (const kind of ['one', 'own'] as const) {
        const rate = await rateOf(environments.map((environment) => environment[kind]));
        if (turn > 0) rates[kind].push(rate);
      }
    }
    const [one, own] = [median(rates.one), median(rates.own)];
    const load = loadavg()[0]?.toFixed(1);
    print(
      `\n### ${CLIENTS} clients, commits of 4 ms, POST a second, medians of ${TURNS} turns, load ${load}\n`,
    );
    print('| on one wallet | on fifty | ratio |\n|---:|---:|---:|');
    print(`| ${one.toFixed(0)} | ${own.toFixed(0)} | ${(one / own).toFixed(2)} |`);
  } finally {
    await server.configure({ commit_delay: '0', commit_siblings: '5' });
    for (const { opened } of environments) await opened.database.close();
  }
}

async function rateOf(works: readonly (() => Promise<unknown>)[]): Promise<number> {
  const ends = performance.now() + DURATION;
  let times = 0;
  await Promise.all(
    works.map(async (work) => {
      while (performance.now() < ends) {
        await work();
        times++;
      }
    }),
  );
  return (times * 1_000) / DURATION;
}
