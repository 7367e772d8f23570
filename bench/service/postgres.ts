import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { until } from '../../test/support/until.js';
import { processorTimeOfFamily } from './processor.js';

export interface BenchPostgres extends TestPostgres {
  /** Microseconds of processor time of all its processes. */
  processorTime(): number;
  /** Changes a setting for all sessions, now. */
  configure(settings: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Starts a PostgreSQL that waits for its disk as one in production does. The tests' own does not, by its command line: so
 * it is ended and started again on the same data.
 */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const server = await startTestPostgres();
  const admin = await server.connect();
  const { rows } = await admin.query('SHOW data_directory');
  await admin.end();
  const folder: string = rows[0].data_directory;
  const child = await restart(server, folder);
  const pid = child.pid ?? 0;
  return {
    ...server,
    processorTime: () => processorTimeOfFamily(pid),
    async configure(settings) {
      const client = await server.connect();
      for (const [name, value] of Object.entries(settings)) {
        await client.query(`ALTER SYSTEM SET ${name} = ${client.escapeLiteral(value)}`);
      }
      await client.query('SELECT pg_reload_conf()');
      // A new session has the settings once the postmaster has read them.
      await until('the settings are in effect', async () => {
        const session = await server.connect();
        const values = await Promise.all(
          Object.entries(settings).map(async ([name, value]) => {
            const { rows } = await session.query(
              'SELECT setting FROM pg_settings WHERE name = $1 AND setting = $2',
              [name, value],
            );
            return rows.length === 1;
          }),
        );
        await session.end();
        return values.every(Boolean);
      });
      await client.end();
    },
    async stop() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      await server.stop();
    },
  };
}

async function restart(server: TestPostgres, folder: string): Promise<ChildProcess> {
  const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const program = readlinkSync(`/proc/${pid}/exe`);
  const { uid, gid } = statSync(`/proc/${pid}`);
  process.kill(pid, 'SIGINT');
  await until('the first server has ended', () => !isRunning(pid));
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'max_connections=200',
  ];
  const args = ['-D', folder, '-p', String(server.port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(program, args, { uid, gid, cwd: '/', stdio: 'ignore' });
  await until('the server is ready', async () => {
    const client: pg.Client | undefined = await server.connect().catch(() => undefined);
    await client?.end();
    return client !== undefined;
  });
  return child;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
