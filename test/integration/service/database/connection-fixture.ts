import type pg from 'pg';
import { createDatabase, type Database } from '../../../../src/service/database/connection.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { type secretsHolding, settingsOf } from '../harness.js';

export const CURRENT = 'test/database/password';
export const PENDING = `${CURRENT}.pending`;

/** A server with the role `app`, whose password is `one` before each test. Filled in before the first test. */
export interface ConnectionFixture {
  server: TestPostgres;
  /** Logged in as superuser. */
  admin: pg.Client;
  /** Opens the service's database as `app`. It is closed after the test. */
  open(secrets: ReturnType<typeof secretsHolding>, port?: number): Database;
  /** Ends all connections of `app`. */
  cutConnections(): Promise<unknown>;
}

export const soon = () => Date.now() + 5_000;

/** Asks the database for the role that is logged in. */
export async function whoAmI(database: Database): Promise<string | undefined> {
  return (await database.query<{ name: string }>('SELECT current_user AS name', [], soon()))[0]?.name;
}

/** Starts the server before the tests of a `describe`, and stops it after them. */
export function useConnections(): ConnectionFixture {
  const fixture = {} as ConnectionFixture;
  const opened: Database[] = [];
  before(async () => {
    fixture.server = await startTestPostgres();
    fixture.admin = await fixture.server.connect();
    await fixture.admin.query(`CREATE ROLE app LOGIN PASSWORD 'one'`);
  });
  after(async () => {
    await fixture.admin?.end();
    await fixture.server?.stop();
  });
  beforeEach(() => fixture.admin.query(`ALTER ROLE app PASSWORD 'one'`));
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  fixture.open = (secrets, port = fixture.server.port) => {
    const settings = settingsOf({ ...fixture.server, port }, 'postgres');
    const database = createDatabase(
      { ...settings, database: { ...settings.database, user: 'app' } },
      async () => secrets,
    );
    opened.push(database);
    return database;
  };
  fixture.cutConnections = () =>
    fixture.admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'`);
  return fixture;
}
