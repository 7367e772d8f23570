import type pg from 'pg';
import {
  checksum,
  type Migration,
  type MigrationAnswer,
  type MigrationCommand,
  type RunOptions,
  runMigrations,
} from '../../../src/migrations/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { createDatabase, type TestDatabase } from './database.js';

type More = Partial<Omit<RunOptions, 'command'>> & { readonly command?: MigrationCommand };

/** An empty database of a real PostgreSQL, and a connection to it. */
export interface MigrationTest {
  readonly server: TestPostgres;
  readonly client: pg.Client;
  /** Opens another connection, which ends with the test. */
  connect(): Promise<pg.Client>;
  /** Runs `up`, or another command, through `client` or another connection. */
  run(migrations: readonly Migration[], more?: More): Promise<MigrationAnswer>;
  /** Names of the tables in the schema `public`, sorted. */
  tables(): Promise<string[]>;
  /** Returns pg_index.indisvalid; undefined if the index does not exist. */
  isValid(index: string): Promise<boolean | undefined>;
}

/** Registers hooks that give each test of a `describe` an empty database. */
export function useEmptyDatabase(): MigrationTest {
  let server: TestPostgres;
  let database: TestDatabase;
  let client: pg.Client;

  before(async () => {
    server = await startTestPostgres();
  });
  after(() => server?.stop());
  beforeEach(async () => {
    database = await createDatabase(server);
    client = await database.connect();
  });
  afterEach(() => database.drop());

  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
    connect: () => database.connect(),
    run: (migrations, more = {}) => runMigrations({ client, migrations, command: 'up', ...more }),
    async tables() {
      const { rows } = await client.query(
        "select tablename from pg_tables where schemaname = 'public' order by 1",
      );
      return rows.map(({ tablename }) => tablename as string);
    },
    async isValid(index) {
      const { rows } = await client.query(
        'select indisvalid from pg_index where indexrelid = to_regclass($1)',
        [index],
      );
      return rows[0]?.indisvalid;
    },
  };
}

export function migration(name: string, up: Migration['up'], more: Partial<Migration> = {}): Migration {
  return { name, up, checksum: checksum(String(up)), ...more };
}

export const names = (completed: readonly { readonly name: string }[]) => completed.map(({ name }) => name);
