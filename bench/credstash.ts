// Our credstash beside nodecredstash 2.0.2, in one run on the same endpoint: KMS and DynamoDB of the local stage.
// The peer is installed into a temporary folder, for its aws-sdk 2 weighs 100 MB.
// Run: node --import tsx bench/credstash.ts
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createCredstash } from '../src/credstash/index.js';
import { startSecretsStage } from '../test/support/secrets-stage.js';
import type { Place, Result, Task } from './credstash/contestant.js';
import { loadable, loadTime, REQUIRE, weigh } from './credstash/sizes.js';

const SECRETS = 1_000;
const ROUNDS = 11;
const ROUNDS_OF_ALL = 5;
const AT_A_TIME = 40;
const TABLE = 'secrets';
/** Milliseconds that every request takes longer, as if AWS were a network away. */
const DISTANCES = [0, 5];

const HEADINGS = ['', 'ours', 'theirs', 'ratio', 'cpu', 'cpu', 'memory', 'memory'];

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'bench-credstash-'));
execFileSync('npm', ['install', '--silent', '--prefix', folder, 'nodecredstash@2.0.2'], { stdio: 'inherit' });
const stage = await startSecretsStage();
const contestants = { ours: await start('ours'), theirs: await start('nodecredstash') };

const names = Array.from({ length: SECRETS }, (_, index) => `bench/${String(index).padStart(4, '0')}`);
const credstash = createCredstash({ ...stage, table: TABLE, key: 'alias/secrets' });
await credstash.setup();
await credstash.putAll(Object.fromEntries(names.map((name) => [name, `a value of some length: ${name}`])));

for (const distance of DISTANCES) {
  const far = () => (distance > 0 ? ({ type: 'delay', milliseconds: distance } as const) : undefined);
  console.log(`\nEach request ${distance} ms away; ms of one operation, medians of alternating rounds`);
  console.log(HEADINGS.map((text, index) => (index ? text.padStart(9) : text.padEnd(26))).join(' '));
  stage.faults = far;
  const some = names.slice(0, AT_A_TIME);
  await race('get', AT_A_TIME, ROUNDS, () => ({ task: 'get', names: some }));
  for (const task of ['put', 'forcePut', 'putNext'] as const) {
    const title = {
      put: 'put a version',
      forcePut: 'put a version, forced',
      putNext: 'put the next version',
    }[task];
    await race(title, AT_A_TIME, ROUNDS, (round) => ({
      task,
      names: fresh(`${distance}/${round}`),
      version: 1,
    }));
  }
  stage.heal();
  await removeFresh();
  stage.faults = far;
  await race(`getAll of ${SECRETS}`, 1, ROUNDS_OF_ALL, () => ({ task: 'getAll', expected: SECRETS }));
}
stage.heal();
for (const child of Object.values(contestants)) child.kill();
await stage.stop();
await reportSizes();
rmSync(folder, { recursive: true, force: true });

/** Names that nobody else in this race writes. */
function fresh(round: string): string[] {
  return Array.from({ length: AT_A_TIME }, (_, index) => `fresh/${round}/${index}`);
}

async function removeFresh(): Promise<void> {
  for (const name of await credstash.keys()) if (name.startsWith('fresh/')) await credstash.delete(name);
}

type Who = keyof typeof contestants;

async function race(title: string, operations: number, rounds: number, task: (round: string) => Task) {
  const results: Record<Who, Result[]> = { ours: [], theirs: [] };
  // The first round warms both up and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const who of round % 2 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const)) {
      const result = await ask(contestants[who], task(`${title}/${who}/${round}`));
      if (round > 0) results[who].push(result);
    }
  }
  const each = (who: Who, figure: 'milliseconds' | 'cpu') =>
    median(results[who].map((result) => result[figure])) / operations;
  const memory = (who: Who) => `${Math.round((results[who].at(-1)?.maxRSS ?? 0) / 1024)} MB`;
  const [ours, theirs] = [each('ours', 'milliseconds'), each('theirs', 'milliseconds')];
  const cells = [
    ours.toFixed(2),
    theirs.toFixed(2),
    `${(theirs / ours).toFixed(2)}x`,
    each('ours', 'cpu').toFixed(2),
    each('theirs', 'cpu').toFixed(2),
    memory('ours'),
    memory('theirs'),
  ];
  console.log([title.padEnd(26), ...cells.map((text) => text.padStart(9))].join(' '));
}

/** Bundled beforehand, so that no contestant pays for TypeScript. */
async function start(name: 'ours' | 'nodecredstash'): Promise<ChildProcess> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`credstash/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
  });
  const { endpoint, region, credentials } = stage.client;
  const place: Place = { endpoint, region, ...credentials, table: TABLE, key: 'alias/secrets' };
  const env = {
    ...process.env,
    PLACE: JSON.stringify(place),
    PEER: folder,
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
    NODE_OPTIONS: '--no-warnings',
  };
  return fork(outfile, { env, execArgv: [] });
}

async function ask(child: ChildProcess, task: Task): Promise<Result> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A contestant ended with ${code}.`);
  });
  child.send(task);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [Result];
  return result;
}

async function reportSizes(): Promise<void> {
  console.log('\nbytes of a minified bundle, and gzipped');
  for (const { what, bytes, gzipped } of await weigh(folder, folder)) {
    console.log(`${what.padEnd(34)} ${String(bytes).padStart(9)} ${String(gzipped).padStart(9)}   SDK apart`);
  }
  const whole = await loadable(folder, folder);
  const times = whole.map(() => [] as number[]);
  for (let round = 0; round < 15; round++) {
    for (const [index, { file }] of whole.entries()) times[index]?.push(loadTime(file));
  }
  whole.forEach(({ what, bytes, gzipped }, index) => {
    const load = median(times[index] ?? []).toFixed(0);
    console.log(
      `${what.padEnd(34)} ${String(bytes).padStart(9)} ${String(gzipped).padStart(9)}   loads in ${load} ms`,
    );
  });
}
