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
  /** A connected superuser; whatever is still connected when the server stops is cut off. */
  connect(database?: string): Promise<pg.Client>;
  restart(): Promise<void>;
  /** Ends the server and deletes its folder. */
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL. Stop it in `after`. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'sbw-postgres-'));
  // Run by root, PostgreSQL is another user, who has to get in.
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
      // A test that forgot to end it sees the server go; that is no failure.
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
