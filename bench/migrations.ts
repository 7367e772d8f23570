// Compares `runMigrations` with node-pg-migrate 9.0.0: 100 small migrations, alternating in one run on one PostgreSQL.
// Then measures the status and an `up` of 1,000 migrations, and the bundle of the function migrate-database.
// Prints Markdown. Installs the peer into a folder that it deletes at the end.
// Run: node --import tsx bench/migrations.ts
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import {
  type MigrationAnswer,
  parseMigration,
  readMigrationFiles,
  runMigrations,
} from '../src/migrations/index.js';
import { startTestPostgres } from '../test/support/postgres.js';

const rounds = 7;
const peer = 'node-pg-migrate@9.0.0';

const folder = mkdtempSync(join(tmpdir(), 'bench-migrations-'));
const server = await startTestPostgres();
const admin = await server.connect();
try {
  await compare();
  await scale();
  bundle();
} finally {
  await admin.end();
  await server.stop();
  rmSync(folder, { recursive: true });
}

/** Writes the same migrations in the format of each contestant. */
function writeFiles(count: number): { ours: string; theirs: string } {
  const ours = join(folder, `ours-${count}`);
  const theirs = join(folder, `theirs-${count}`);
  mkdirSync(ours);
  mkdirSync(theirs);
  for (let index = 1; index <= count; index += 1) {
    const number = String(index).padStart(4, '0');
    const up = `CREATE TABLE t${number} (id bigint PRIMARY KEY, name text NOT NULL);`;
    const down = `DROP TABLE t${number};`;
    writeFileSync(join(ours, `${number}-t.sql`), `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`);
    writeFileSync(
      join(theirs, `${1_700_000_000_000 + index}_t.sql`),
      `-- Up Migration\n${up}\n-- Down Migration\n${down}\n`,
    );
  }
  return { ours, theirs };
}

async function inEmptyDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const name = `bench_${process.hrtime.bigint()}`;
  await admin.query(`create database ${name}`);
  const client = await server.connect(name);
  try {
    return await work(client);
  } finally {
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
  }
}

async function runOurs(
  client: pg.Client,
  from: string,
  command: 'up' | 'status' = 'up',
): Promise<MigrationAnswer> {
  const migrations = readMigrationFiles(from).map((file) => parseMigration(file));
  const answer = await runMigrations({ client, migrations, command });
  if (!answer.ok) throw new Error(answer.error?.message);
  return answer;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function compare(): Promise<void> {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, peer, 'pg@8.23.1'], {
    stdio: 'ignore',
  });
  const path = createRequire(join(folder, 'package.json')).resolve('node-pg-migrate');
  const { runner } = await import(pathToFileURL(path).href);
  const { ours, theirs } = writeFiles(100);
  const theirRun = (singleTransaction: boolean) => (client: pg.Client) =>
    runner({
      dbClient: client,
      dir: theirs,
      direction: 'up',
      migrationsTable: 'pgmigrations',
      singleTransaction,
      checkOrder: true,
      log: () => undefined,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
  const contestants: readonly (readonly [string, (client: pg.Client) => Promise<unknown>])[] = [
    [
      'superbowleto, each migration a transaction with its row and its line of the log',
      (client) => runOurs(client, ours),
    ],
    ['node-pg-migrate, each migration a transaction', theirRun(false)],
    ['node-pg-migrate by default: all in one transaction', theirRun(true)],
  ];
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, [, run]] of contestants.entries()) {
      const time = await inEmptyDatabase(async (client) => {
        const taken = await timed(() => run(client));
        const { rows } = await client.query(
          "select count(*)::int as tables from pg_tables where tablename like 't0%'",
        );
        if (rows[0]?.tables !== 100) throw new Error(`${rows[0]?.tables} tables`);
        return taken;
      });
      // The first round loads and compiles the code.
      if (round > 0) times[index]?.push(time);
    }
  }
  console.log(`| 100 migrations, median of ${rounds} | ms | beside the last |\n|---|---|---|`);
  const base = median(times.at(-1) ?? []);
  for (const [index, [name]] of contestants.entries()) {
    const own = median(times[index] ?? []);
    console.log(`| ${name} | ${own.toFixed(0)} | ${(own / base).toFixed(2)} |`);
  }
}

async function scale(): Promise<void> {
  const { ours } = writeFiles(1_000);
  await inEmptyDatabase(async (client) => {
    const first = await timed(() => runOurs(client, ours));
    const status = await timed(() => runOurs(client, ours, 'status'));
    const again = await timed(() => runOurs(client, ours));
    const last = '-- migrate:up\nCREATE TABLE last (id int);\n';
    writeFileSync(join(ours, '9999-last.sql'), last);
    const one = await timed(() => runOurs(client, ours));
    console.log('\n| 1,000 migrations, files read each time | ms |\n|---|---|');
    for (const [what, time] of [
      ['up of all', first],
      ['status', status],
      ['up with nothing to do', again],
      ['up of one more', one],
    ] as const) {
      console.log(`| ${what} | ${time.toFixed(0)} |`);
    }
  });
}

function bundle(): void {
  execFileSync(process.execPath, ['scripts/build-service.js'], { stdio: 'inherit' });
  const output = 'build/service';
  const size = (file: string) => statSync(join(output, file)).size;
  const loads = Array.from({ length: 9 }, () =>
    Number(
      execFileSync(process.execPath, [
        '--input-type=module',
        '-e',
        `const began = performance.now(); await import(${JSON.stringify(pathToFileURL(join(process.cwd(), output, 'migrate-database.js')).href)}); console.log(performance.now() - began)`,
      ]).toString(),
    ),
  );
  const hasParser = readdirSync(output).some((file) => /libpg|wasm/.test(file));
  console.log(
    `\nmigrate-database.js: ${size('migrate-database.js')} bytes of its own; loaded in ${median(loads).toFixed(0)} ms; parser in the bundle: ${hasParser ? 'yes' : 'no'}.`,
  );
}
