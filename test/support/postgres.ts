import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { removePostgres, startPostgres } from '../../src/emulator/postgres/index.js';
import { placeCluster } from './postgres-cluster.js';

export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Connects as superuser. When the server stops, it ends every connection. */
  connect(database?: string): Promise<pg.Client>;
  restart(): Promise<void>;
  /** Ends the server and deletes its folder. */
  stop(): Promise<void>;
}

/** Starts a temporary PostgreSQL. Stop it in `after`. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'sbw-postgres-'));
  // If root starts PostgreSQL, it runs as another user, who must be able to enter the folder.
  chmodSync(directory, 0o755);
  await placeCluster(directory);
  const { host, port, user, password, restart, stop } = await startPostgres({
    directory,
    report: () => undefined,
  });
  return {
    host,
    port,
    user,
    password,
    restart,
    async connect(database = 'postgres') {
      const client = new pg.Client({ host, port, user, password, database });
      // A connection that a test did not end is cut when the server stops. That is no failure.
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    async stop() {
      await stop();
      await removePostgres(directory);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
