// Compares our credstash with nodecredstash 2.0.2 in one run on the same endpoint: KMS and DynamoDB of the local stage.
// Measures over plain HTTP first, and then over TLS with a delay before each request, as AWS is reached.
// Installs nodecredstash into a temporary folder, because its aws-sdk 2 weighs 100 MB.
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
import type { Result, Target, Task } from './credstash/contestant.js';
import { loadable, loadTime, REQUIRE, weigh } from './credstash/sizes.js';
import { serveTls } from './credstash/tls.js';

const SECRETS = 1_000;
/** Rounds before the measured ones. */
const WARM_UPS = 10;
const ROUNDS = 11;
const ROUNDS_OF_ALL = 5;
const SECRETS_A_ROUND = 40;
const TABLE = 'secrets';
/** Milliseconds. */
const DISTANCE = 5;

const HEADINGS = ['', 'ours', 'theirs', 'ratio', 'cpu', 'cpu', 'memory', 'memory'];
const PUTS = {
  put: 'put a version',
  forcePut: 'put a version, forced',
  putNext: 'put the next version',
} as const;

interface Contestants {
  readonly ours: ChildProcess;
  readonly theirs: ChildProcess;
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'bench-credstash-'));
const stage = await startSecretsStage();
const credstash = createCredstash({ ...stage, table: TABLE, key: 'alias/secrets' });
const names = Array.from({ length: SECRETS }, (_, index) => `bench/${String(index).padStart(4, '0')}`);
try {
  execFileSync('npm', ['install', '--silent', '--prefix', folder, 'nodecredstash@2.0.2'], {
    stdio: 'inherit',
  });
  await bundleContestants();
  await credstash.setup();
  await credstash.putAll(Object.fromEntries(names.map((name) => [name, `a value of some length: ${name}`])));
  await compare('The stage as it is: HTTP, no distance', stage.client.endpoint, 0, {});
  const tls = await serveTls(stage.client.endpoint, folder);
  const trust = { NODE_EXTRA_CA_CERTS: tls.certificate };
  await compare(`As AWS is reached: TLS, each request ${DISTANCE} ms away`, tls.endpoint, DISTANCE, trust);
  tls.close();
  await reportSizes();
} finally {
  await stage.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function compare(title: string, endpoint: string, distance: number, env: object): Promise<void> {
  const contestants = { ours: start('ours', endpoint, env), theirs: start('nodecredstash', endpoint, env) };
  const delayed = () => (distance > 0 ? ({ type: 'delay', milliseconds: distance } as const) : undefined);
  console.log(`\n${title}; ms of one operation, medians of alternating rounds`);
  console.log(HEADINGS.map((text, index) => (index ? text.padStart(9) : text.padEnd(26))).join(' '));
  try {
    stage.faults = delayed;
    const some = names.slice(0, SECRETS_A_ROUND);
    await race(contestants, 'get', SECRETS_A_ROUND, ROUNDS, () => ({ task: 'get', names: some }));
    for (const task of ['put', 'forcePut', 'putNext'] as const) {
      const freshTask = (round: string) => ({ task, names: fresh(`${distance}/${round}`), version: 1 });
      await race(contestants, PUTS[task], SECRETS_A_ROUND, ROUNDS, freshTask);
    }
    stage.clearFaults();
    for (const name of await credstash.keys()) if (name.startsWith('fresh/')) await credstash.delete(name);
    stage.faults = delayed;
    const all = () => ({ task: 'getAll', expected: SECRETS }) as const;
    await race(contestants, `getAll of ${SECRETS}`, 1, ROUNDS_OF_ALL, all);
  } finally {
    stage.clearFaults();
    for (const child of Object.values(contestants)) child.kill();
  }
}

/** Returns names that no other round writes. */
function fresh(round: string): string[] {
  return Array.from({ length: SECRETS_A_ROUND }, (_, index) => `fresh/${round}/${index}`);
}

async function race(
  contestants: Contestants,
  title: string,
  operations: number,
  rounds: number,
  task: (round: string) => Task,
): Promise<void> {
  const results = { ours: [] as Result[], theirs: [] as Result[] };
  const warmUps = operations === 1 ? 1 : WARM_UPS;
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const who of round % 2 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const)) {
      const result = await ask(contestants[who], task(`${title}/${who}/${round}`));
      if (round >= warmUps) results[who].push(result);
    }
  }
  const each = (who: keyof Contestants, figure: 'milliseconds' | 'cpu') =>
    median(results[who].map((result) => result[figure])) / operations;
  const memory = (who: keyof Contestants) => `${Math.round((results[who].at(-1)?.maxRSS ?? 0) / 1024)} MB`;
  const [ours, theirs] = [each('ours', 'milliseconds'), each('theirs', 'milliseconds')];
  const figures = [ours.toFixed(2), theirs.toFixed(2), `${(theirs / ours).toFixed(2)}x`];
  const costs = [each('ours', 'cpu').toFixed(2), each('theirs', 'cpu').toFixed(2)];
  const cells = [...figures, ...costs, memory('ours'), memory('theirs')];
  console.log([title.padEnd(26), ...cells.map((text) => text.padStart(9))].join(' '));
}

/** Bundles both contestants beforehand, so that neither compiles TypeScript while it is measured. */
async function bundleContestants(): Promise<void> {
  await build({
    entryPoints: ['ours', 'nodecredstash'].map((name) =>
      fileURLToPath(new URL(`credstash/${name}.ts`, import.meta.url)),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
  });
}

function start(name: 'ours' | 'nodecredstash', endpoint: string, more: object): ChildProcess {
  const { region, credentials } = stage.client;
  const target: Target = { endpoint, region, ...credentials, table: TABLE, key: 'alias/secrets' };
  const env = {
    ...process.env,
    TARGET: JSON.stringify(target),
    PEER: folder,
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
    NODE_OPTIONS: '--no-warnings',
    ...more,
  };
  return fork(join(folder, `${name}.mjs`), { env, execArgv: [] });
}

async function ask(child: ChildProcess, task: Task): Promise<Result> {
  const done = new AbortController();
  const ended = once(child, 'exit', { signal: done.signal }).then(([code]) => {
    throw new Error(`A contestant ended with ${code}.`);
  });
  ended.catch(() => undefined);
  child.send(task);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [Result];
  done.abort();
  return result;
}

async function reportSizes(): Promise<void> {
  console.log('\nbytes of a minified bundle, and gzipped');
  const row = (what: string, ...cells: (string | number)[]) =>
    console.log([what.padEnd(34), ...cells.map((cell) => String(cell).padStart(10))].join(' '));
  for (const { what, bytes, gzipped } of await weigh(folder, folder)) row(what, bytes, gzipped, 'SDK apart');
  const whole = await loadable(folder, folder);
  const times = whole.map(() => [] as number[]);
  for (let round = 0; round < 15; round++) {
    for (const [index, { file }] of whole.entries()) times[index]?.push(loadTime(file));
  }
  for (const [index, { what, bytes, gzipped }] of whole.entries()) {
    row(what, bytes, gzipped, `loads in ${median(times[index] ?? []).toFixed(0)} ms`);
  }
}
