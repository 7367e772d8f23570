import type pg from 'pg';
import type { TestPostgres } from '../../support/postgres.js';

export type TestDatabase = Awaited<ReturnType<typeof createDatabase>>;

/** Creates an empty database for one test. `drop` ends every connection to it. */
export async function createDatabase(server: TestPostgres) {
  const admin = await server.connect();
  const database = `test_${process.hrtime.bigint()}`;
  await admin.query(`create database ${database}`);
  const clients: pg.Client[] = [];
  return {
    async connect(): Promise<pg.Client> {
      const client = await server.connect(database);
      clients.push(client);
      return client;
    },
    async drop(): Promise<void> {
      for (const client of clients) await client.end().catch(() => undefined);
      await admin.query(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}
