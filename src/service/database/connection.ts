import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { WRONG_PASSWORD } from '../../rotation/wrong-password.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import type { Settings } from '../settings.js';
import { type Credentials, createCredentials, type Secrets } from './credentials.js';

export interface Database {
  /** Runs one statement, which is one transaction. It is planned once a connection, whatever its values. */
  query<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[],
    deadline: Deadline,
  ): Promise<Row[]>;
  /** Runs one statement planned for its values: how many rows a filter leaves is told by what is filtered for. */
  search: Database['query'];
  /** Whether the database takes a password: false only where it refuses it. The pool is not concerned. */
  login(password: string): Promise<boolean>;
  /** A connection outside the pool, for work that holds one: migrations. The caller ends it. */
  open(deadline: Deadline): Promise<pg.Client>;
  close(): Promise<void>;
}

/** An environment of execution handles one request at a time, so two connections are enough for what runs beside it. */
const CONNECTIONS = 2;
/** Milliseconds; together well below the 10 s of an HTTP function. */
const CONNECT_TIMEOUT = 4_000;
const STATEMENT_TIMEOUT = 4_000;
/** For a server that is gone without a word: it cannot end its statement itself. */
const ANSWER_TIMEOUT = 5_000;
/**
 * A frozen process cannot close what it holds, so that PostgreSQL does: after each release the environments of the version
 * before would keep their connections for as long as Lambda keeps them. The pool gives up a connection sooner, so that
 * none is asked at the moment at which it ends.
 */
const SESSION_TIMEOUT = 30_000;
const IDLE_TIMEOUT = 25_000;
/** By an administrator, a failover or a restart; and by SESSION_TIMEOUT. */
const CONNECTION_ENDED: readonly unknown[] = ['57P01', '57P05'];
/** As RDS Proxy words it. */
const LOGIN_REFUSED = '28000';
/** PostgreSQL answers it for a prepared statement whose columns a migration has changed; nothing was executed. */
const PLAN_OUTDATED = '0A000';
/** Milliseconds after which the process may have been frozen in between. */
const FROZEN_AFTER = 100;

/** Connects at the first query; one pool lives as long as the environment of execution. */
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
    // Lambda freezes the process between requests: the timer then fires in the turns that `runAwake` waits.
    idleTimeoutMillis: IDLE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    // For the prepared ones: their best plan depends on no value.
    options: `-c plan_cache_mode=force_generic_plan -c idle_session_timeout=${SESSION_TIMEOUT}`,
    keepAlive: true,
    allowExitOnIdle: true,
    types: { getTypeParser },
  });
  // Without a listener a connection that dies while idle ends the process.
  pool.on('error', (error) => log('database-connection-lost', describeFailure(error)));
  // The pool listens to those that are idle alone; what ends one in use is told by its statement.
  pool.on('connect', (client) => client.on('error', () => {}));

  let lastUsed = Number.NEGATIVE_INFINITY;

  /** Connects again with another password as long as the database refuses the one at hand. */
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
    const client = await connected(() => pool.connect(), deadline);
    let isBroken = true;
    try {
      const { rows } = await client.query<Row>(statement);
      isBroken = false;
      return rows;
    } catch (error) {
      // Without an answer of PostgreSQL's the connection may be in any state; pool.release closes it then.
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
      // A connection that died while the process was frozen is noticed in these turns, before it leaves the pool: the
      // first ends what runs, and before the second the sockets are read.
      await nextTurn();
      await nextTurn();
    }
    try {
      return await run<Row>(statement, deadline);
    } catch (error) {
      if (!isRepeatable(error)) throw error;
      return await run<Row>(statement, deadline);
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
 * `verify-full` trusts what the process trusts. RDS signs with Amazon's own root, which is in no public list: on Lambda
 * set NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem, a bundle with the RDS roots that the runtimes from nodejs20.x on
 * hold but no longer load by themselves.
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

/** The statement was not executed: its connection was ended, or its plan refused, before. Another connection does it. */
function isRepeatable(error: unknown): boolean {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  return CONNECTION_ENDED.includes(code) || code === PLAN_OUTDATED;
}

const names = new Map<string, string>();

/** Under its name PostgreSQL keeps a statement parsed and planned as long as the connection lives. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}

function isRefusedPassword(error: unknown): boolean {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  return code === WRONG_PASSWORD || code === LOGIN_REFUSED;
}

/** A civil date stays the text it is (a Date would move it across time zones); a bigint here is always a safe integer. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === pg.types.builtins.DATE) return (text: string) => text;
  if (format !== 'binary' && oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format as 'text');
};
