import { MigrationProblem } from './problem.js';
import type { MigrationClient, MigrationRequest } from './types.js';

export interface SessionOptions extends Pick<MigrationRequest, 'tableLockTimeout' | 'statementTimeout'> {
  readonly client: MigrationClient;
  readonly applicationName?: string;
  /** Milliseconds that a session may sit idle, with the lock or in a transaction, before PostgreSQL ends it; 60,000 when left out. */
  readonly idleTimeout?: number;
}

/** What every migration of the run begins with, whatever the one before it has set. */
export interface Session {
  /** Milliseconds; 0: none. */
  readonly statementTimeout: number;
  /** For all statements of a migration together; 0: none. Undefined where PostgreSQL does not know it, before version 17. */
  readonly transactionTimeout: number | undefined;
  readonly lockTimeout: number;
  /** For CONCURRENTLY, which waits long and holds up nobody. */
  readonly concurrentLockTimeout: number;
  readonly searchPath: string;
}

const LOCK_TIMEOUT = 2_000;
const CONCURRENT_LOCK_TIMEOUT = 60_000;

/** Gives the session its name and its time limits. It has to be known to be nobody else's: see `verifyUnpooled`. */
export async function prepareSession(options: SessionOptions): Promise<Session> {
  const { client, applicationName, idleTimeout = 60_000 } = options;
  const settings = {
    application_name: applicationName ?? 'superbowleto migrations',
    idle_in_transaction_session_timeout: `${idleTimeout}`,
    // A client that was killed would keep its lock until the running statement ends, or for ever.
    idle_session_timeout: `${idleTimeout}`,
    tcp_keepalives_idle: '10',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '3',
  };
  // Those that this version of PostgreSQL has.
  const { rows } = await client.query(
    `select set_config(name, value, false), current_setting('search_path') as search_path,
       exists (select from pg_settings where name = 'transaction_timeout') as knows
     from unnest($1::text[], $2::text[]) wanted (name, value) join pg_settings using (name)`,
    [Object.keys(settings), Object.values(settings)],
  );
  // Not every platform can watch for it.
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
 * A pooler that changes sessions between transactions loses the lock and the settings of one. It shows at login: it
 * gives its own process id, not the one of the session behind it.
 *
 * @returns a warning about an RDS Proxy, which keeps a session that holds a lock
 * @throws {MigrationProblem} POOLED_CONNECTION
 */
export async function verifyUnpooled(client: MigrationClient): Promise<string | undefined> {
  const { processID: announced } = client as { processID?: unknown };
  if (isProxy(client.host)) {
    return `${client.host} is an RDS Proxy: it pins this session to one connection while the migrations run, and ends it at its own idle timeout. Prefer the endpoint of the database itself.`;
  }
  // A client of another make does not say.
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
