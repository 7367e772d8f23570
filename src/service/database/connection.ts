import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { WRONG_PASSWORD } from '../../rotation/wrong-password.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import type { Settings } from '../settings.js';
import { type Credentials, createCredentials, type Secrets } from './credentials.js';
import { codeOf, connecting, IDLE_TOO_LONG, isRepeatable, repeatedly } from './repeat.js';

export interface Database {
  /** Runs one statement, which is one transaction. Each connection plans it once, for any values. */
  query<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[],
    deadline: Deadline,
  ): Promise<Row[]>;
  /** Runs one statement that is planned for its values: they decide how many rows a filter leaves. */
  search: Database['query'];
  /** Tries a password outside the pool. Returns false only if the database refuses it; any other failure is thrown. */
  login(password: string): Promise<boolean>;
  /** Opens a connection outside the pool, for migrations, which hold one for long. The caller ends it. */
  open(deadline: Deadline): Promise<pg.Client>;
  close(): Promise<void>;
}

/** An execution environment handles one request at a time. The second connection is for what runs beside it. */
const CONNECTIONS = 2;
/** Milliseconds. Together they stay well below the 10 s of an HTTP function. */
export const CONNECT_TIMEOUT = 4_000;
export const STATEMENT_TIMEOUT = 4_000;
/** Milliseconds. For a server that has gone silent: it cannot end its statement itself. */
const ANSWER_TIMEOUT = 5_000;
/**
 * Milliseconds after which PostgreSQL closes an idle connection, since a frozen process cannot. Otherwise, after each
 * release, the environments of the previous version would keep their connections for as long as Lambda keeps them. The
 * pool closes an idle connection sooner, so that none is used at the moment when PostgreSQL closes it.
 */
const SESSION_TIMEOUT = 30_000;
const IDLE_TIMEOUT = 25_000;
/** A setting of each session: the best plan of a prepared statement does not depend on its values. */
export const PLAN_ONCE = '-c plan_cache_mode=force_generic_plan';
/** RDS Proxy's error code for a refused login. */
const LOGIN_REFUSED = '28000';
/** Milliseconds after which the process may have been frozen in between. */
const FROZEN_AFTER = 100;

/**
 * Creates the pool, which connects at the first query and lives as long as the execution environment.
 *
 * @param secrets opened when a password is first needed
 */
export function createDatabase(settings: Settings, secrets: () => Promise<Secrets>): Database {
  const target = connectionTarget(settings.database);
  const credentials: Credentials = createCredentials({
    environment: settings.environment,
    secrets,
    login: (password) => canLogIn({ ...target, password }),
  });
  const pool = new pg.Pool({
    ...target,
    password: () => credentials.password(),
    max: CONNECTIONS,
    // Lambda freezes the process between requests. After that the timer fires in the turns that `runAwake` waits for.
    idleTimeoutMillis: IDLE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    options: `${PLAN_ONCE} -c idle_session_timeout=${SESSION_TIMEOUT}`,
    keepAlive: true,
    allowExitOnIdle: true,
    types: { getTypeParser },
  });
  // Without a listener, a connection that dies while idle would end the process.
  pool.on('error', (error) => {
    if (codeOf(error) !== IDLE_TOO_LONG) log('database-connection-lost', describeFailure(error));
  });
  // The pool listens only to idle connections. If one in use ends, its statement reports it.
  pool.on('connect', (client) => client.on('error', () => {}));

  let lastUsed = Number.NEGATIVE_INFINITY;

  /** Connects, and tries other passwords while the database refuses the known one. */
  async function connected<T>(connect: () => Promise<T>, deadline: Deadline): Promise<T> {
    for (;;) {
      const password = await credentials.password();
      try {
        return await connect();
      } catch (error) {
        if (!isRefusedPassword(error)) throw error;
        await credentials.renew(password, deadline - 1_000);
      }
    }
  }

  async function run<Row extends pg.QueryResultRow>(
    statement: pg.QueryConfig,
    deadline: Deadline,
  ): Promise<Row[]> {
    const client = await connecting(() => connected(() => pool.connect(), deadline));
    let isBroken = true;
    try {
      const { rows } = await client.query<Row>(statement);
      isBroken = false;
      return rows;
    } catch (error) {
      // Unless PostgreSQL answered, the connection may be in any state: `release` closes it then.
      isBroken = !(error instanceof pg.DatabaseError) || isRepeatable(error);
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  async function runAwake<Row extends pg.QueryResultRow>(
    statement: pg.QueryConfig,
    deadline: Deadline,
  ): Promise<Row[]> {
    if (performance.now() - lastUsed > FROZEN_AFTER) {
      // In these turns of the event loop the pool notices a connection that died while the process was frozen. The
      // first turn ends the current phase; before the second the sockets are read.
      await nextTurn();
      await nextTurn();
    }
    try {
      return await repeatedly(() => run<Row>(statement, deadline), CONNECTIONS, deadline);
    } finally {
      lastUsed = performance.now();
    }
  }

  return {
    query: (text, values, deadline) => runAwake({ name: nameOf(text), text, values: [...values] }, deadline),
    search: (text, values, deadline) => runAwake({ text, values: [...values] }, deadline),
    login: (password) => canLogIn({ ...target, password }),
    open: (deadline) =>
      connected(async () => {
        const client = new pg.Client({ ...target, password: await credentials.password() });
        client.on('error', (error) => log('database-connection-lost', describeFailure(error)));
        await client.connect();
        return client;
      }, deadline),
    close: () => pool.end(),
  };
}

/**
 * `verify-full` trusts the certificates that the process trusts. RDS uses Amazon's own root, which no public list has.
 * On Lambda set NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem: this bundle has the RDS roots, and runtimes from
 * nodejs20.x on do not load it by default.
 */
function connectionTarget(database: Settings['database']): pg.ClientConfig {
  return {
    host: database.host,
    port: database.port,
    database: database.name,
    user: database.user,
    ssl: database.ssl === 'verify-full' ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'superbowleto',
  };
}

async function canLogIn(config: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (isRefusedPassword(error)) return false;
    throw error;
  } finally {
    await client.end();
  }
}

const names = new Map<string, string>();

/** Names a statement. PostgreSQL keeps a named statement parsed and planned while the connection lives. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}

function isRefusedPassword(error: unknown): boolean {
  const code = codeOf(error);
  return code === WRONG_PASSWORD || code === LOGIN_REFUSED;
}

/** Keeps a civil date as text, since a Date would move it across time zones. A bigint here is always a safe integer. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === pg.types.builtins.DATE) return (text: string) => text;
  if (format !== 'binary' && oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format as 'text');
};
