import { MigrationProblem } from './problem.js';
import type { MigrationClient, MigrationRequest } from './types.js';

export interface SessionOptions extends Pick<MigrationRequest, 'tableLockTimeout' | 'statementTimeout'> {
  readonly client: MigrationClient;
  /** Name of the session in pg_stat_activity, shown to a person who finds the lock taken. */
  readonly applicationName?: string;
  /** Milliseconds after which PostgreSQL ends an idle session, in or outside a transaction. Default: 60,000. */
  readonly idleTimeout?: number;
}

/** The settings with which each migration of a run begins, whatever the one before it has set. */
export interface Session {
  /** In milliseconds; 0 for none. */
  readonly statementTimeout: number;
  /** For a whole migration, in milliseconds; 0 for none. Undefined before PostgreSQL 17, which introduced it. */
  readonly transactionTimeout: number | undefined;
  /** In milliseconds. */
  readonly lockTimeout: number;
  /** For CONCURRENTLY, in milliseconds. It waits long and blocks nobody. */
  readonly concurrentLockTimeout: number;
  readonly searchPath: string;
}

const LOCK_TIMEOUT = 2_000;
const CONCURRENT_LOCK_TIMEOUT = 60_000;

/** Sets the session's name and its time limits. Call `verifyUnpooled` first: the session must not be shared. */
export async function prepareSession(options: SessionOptions): Promise<Session> {
  const { client, applicationName, idleTimeout = 60_000 } = options;
  const settings = {
    application_name: applicationName ?? 'superbowleto migrations',
    idle_in_transaction_session_timeout: `${idleTimeout}`,
    // Without these, the session of a killed client would keep its lock until its statement ends, or for ever.
    idle_session_timeout: `${idleTimeout}`,
    tcp_keepalives_idle: '10',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '3',
  };
  // Sets only those that this version of PostgreSQL has.
  const { rows } = await client.query(
    `select set_config(name, value, false), current_setting('search_path') as search_path,
       exists (select from pg_settings where name = 'transaction_timeout') as knows
     from unnest($1::text[], $2::text[]) wanted (name, value) join pg_settings using (name)`,
    [Object.keys(settings), Object.values(settings)],
  );
  // Not every operating system supports it.
  await setSession(client, 'client_connection_check_interval', '1000').catch(() => undefined);
  return {
    statementTimeout: options.statementTimeout ?? 0,
    transactionTimeout: rows[0]?.knows === true ? 0 : undefined,
    lockTimeout: options.tableLockTimeout ?? LOCK_TIMEOUT,
    concurrentLockTimeout: options.tableLockTimeout ?? CONCURRENT_LOCK_TIMEOUT,
    searchPath: String(rows[0]?.search_path ?? ''),
  };
}

export async function setSession(client: MigrationClient, name: string, value: string): Promise<void> {
  await client.query('select set_config($1, $2, false)', [name, value]);
}

/**
 * Refuses a connection through a pooler that changes sessions between transactions, which loses the lock and the
 * settings. Recognizes it by its process id at login, which is not that of the session.
 *
 * @returns a warning about an RDS Proxy, which does keep a session that holds a lock
 * @throws {MigrationProblem} POOLED_CONNECTION
 */
export async function verifyUnpooled(client: MigrationClient): Promise<string | undefined> {
  const { processID: announced } = client as { processID?: unknown };
  if (isProxy(client.host)) {
    return `${client.host} is an RDS Proxy: it pins this session to one connection while the migrations run, and ends it at its own idle timeout. Prefer the endpoint of the database itself.`;
  }
  // Only pg's client has the process id.
  if (typeof announced !== 'number') return undefined;
  const { rows } = await client.query('select pg_backend_pid() as pid');
  if (rows[0]?.pid === announced) return undefined;
  throw new MigrationProblem(
    'POOLED_CONNECTION',
    `The connection goes through a pooler such as PgBouncer: it announced process ${announced}, and process ${rows[0]?.pid} answers. The lock needs a session that nobody else is given; nothing was done. Connect to the database itself.`,
  );
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html */
function isProxy(host: string | undefined): boolean {
  return /\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com(\.cn)?$/.test(host ?? '');
}
