import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  endLeftoverPostgres,
  type Postgres,
  removePostgres,
  startPostgres,
} from '../../../src/emulator/postgres/index.js';
import { clusterFolder, findRunAs } from '../../../src/emulator/postgres/run-as.js';
import { scramVerifier } from '../../../src/emulator/postgres/scram.js';
import { processStart } from '../../../src/process.js';
import { until } from '../../support/until.js';

describe('the PostgreSQL of the emulator', () => {
  let directory: string;
  let postgres: Postgres;
  const reported: string[] = [];
  const start = () => startPostgres({ directory, report: (line) => reported.push(line) });
  const folder = () => clusterFolder(directory, findRunAs());
  const postmaster = () => Number(readFileSync(join(folder(), 'postmaster.pid'), 'utf8').split('\n')[0]);

  before(async () => {
    // mkdtemp creates the folder with 0700, as the stage does. When root runs it, PostgreSQL's user cannot enter it.
    directory = mkdtempSync(join(tmpdir(), 'sbw-postgres-'));
    postgres = await start();
  });
  after(async () => {
    await postgres?.stop();
    await removePostgres(directory);
    rmSync(directory, { recursive: true, force: true });
  });

  async function query(text: string): Promise<unknown[]> {
    const client = await postgres.connect();
    try {
      return (await client.query(text)).rows as unknown[];
    } finally {
      await client.end();
    }
  }

  it('stores text as UTF-8 and time in UTC', async () => {
    assert.deepEqual(
      await query(
        "select current_setting('server_encoding') as encoding, current_setting('timezone') as zone",
      ),
      [{ encoding: 'UTF8', zone: 'UTC' }],
    );
  });

  it('refuses a wrong password', async () => {
    const client = new pg.Client({ ...postgres, password: 'wrong', database: 'postgres' });
    await assert.rejects(client.connect(), { code: '28P01' });
  });

  it('accepts a SCRAM verifier in place of a password', async () => {
    await query(`create role visitor login password '${scramVerifier('corr3ct horse')}'`);
    const client = new pg.Client({
      ...postgres,
      user: 'visitor',
      password: 'corr3ct horse',
      database: 'postgres',
    });
    await client.connect();
    assert.deepEqual((await client.query('select current_user as me')).rows, [{ me: 'visitor' }]);
    await client.end();
  });

  it('keeps its data, its port and its password over a restart', async () => {
    await query('create table kept as select 7 as number');
    const { port, password } = postgres;
    await postgres.stop();
    postgres = await start();
    assert.deepEqual({ port: postgres.port, password: postgres.password }, { port, password });
    assert.deepEqual(await query('select number from kept'), [{ number: 7 }]);
  });

  it('stops while a session is open', async () => {
    const client = await postgres.connect();
    const cutOff = new Promise<Error>((resolve) => client.on('error', resolve));
    const pid = postmaster();
    await postgres.stop();
    await postgres.stop();
    assert.equal(processStart(pid), undefined);
    await cutOff;
    postgres = await start();
  });

  it('ends the server that a killed emulator left, and keeps its data', async () => {
    await query('create table survived as select 1 as number');
    const left = postmaster();
    // The server runs on without its handle, as after kill -9 of the emulator.
    postgres = await start();
    await until('the old server is gone', () => processStart(left) === undefined);
    assert.notEqual(postmaster(), left);
    assert.deepEqual(await query('select number from survived'), [{ number: 1 }]);
  });

  it('does not end another process whose pid is in postmaster.pid', async () => {
    const stranger = mkdtempSync(join(tmpdir(), 'sbw-postgres-'));
    try {
      const cluster = clusterFolder(stranger, findRunAs());
      mkdirSync(cluster, { recursive: true });
      writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n`);
      assert.equal(await endLeftoverPostgres(stranger), false);
    } finally {
      await removePostgres(stranger);
      rmSync(stranger, { recursive: true, force: true });
    }
  });

  it('reports when it ends by itself', async () => {
    process.kill(postmaster(), 'SIGKILL');
    await until('it is told', () =>
      reported.some((line) => line.startsWith('PostgreSQL ended by itself (SIGKILL)')),
    );
    postgres = await start();
    assert.equal((await query('select 1')).length, 1);
  });

  it('keeps its files closed to other users', () => {
    for (const file of ['postgres.json', 'postgres.log']) {
      assert.equal(statSync(join(directory, file)).mode & 0o077, 0, file);
    }
    assert.equal(statSync(folder()).mode & 0o077, 0);
    assert.ok(!existsSync(`${folder()}.verifier`));
  });
});
