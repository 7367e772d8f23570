import pg from 'pg';
import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { WRONG_PASSWORD } from './wrong-password.js';

/** The server, database and user to log in to. */
export interface LoginTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** True when the server has a certificate. It is then verified, with the host name. */
  readonly tls: boolean;
}

/** A password, and its name and version in credstash. */
export type StoredPassword = Pick<Secret, 'name' | 'version' | 'value'>;

/**
 * Returns true when the password logs in, false when the server refuses it. Throws when neither is known: a server that
 * cannot be reached never counts as a wrong password.
 */
export type Login = (target: LoginTarget, password: StoredPassword, signal?: AbortSignal) => Promise<boolean>;

/** Error codes of the system and the resolver for a server that cannot be reached. */
const UNREACHABLE = /^E(CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/;
/** pg's own message for a connection that takes too long has no code. */
const TIMED_OUT = /timeout/i;
/** Of Node's codes for a certificate that it refuses, UNABLE_TO_VERIFY_LEAF_SIGNATURE alone has no CERT in it. */
const CERTIFICATE_CODES = /CERT|LEAF_SIGNATURE/;

/**
 * Logs in to PostgreSQL, the only proof that a password works.
 *
 * @throws {SuperbowletoError} LOGIN_UNKNOWN when the server cannot be reached, or answers neither yes nor no
 */
export const postgresLogin: Login = async (target, { value: password }) => {
  const client = clientOf(target, password);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === WRONG_PASSWORD) return false;
    throw unknown(target, error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

function clientOf({ tls, ...server }: LoginTarget, password: string): pg.Client {
  const client = new pg.Client({
    ...server,
    password,
    ssl: tls ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    application_name: 'sbw rotate-password',
  });
  // Without a listener, a connection lost between two queries would end the process. The next query fails anyway.
  client.on('error', () => undefined);
  return client;
}

/**
 * Returns whether the login failed because the database could not be reached from this machine. The function
 * check-database may reach it.
 */
export function isUnreachable(error: unknown): boolean {
  const { cause } = Object(error) as { cause?: unknown };
  const { code, message } = Object(cause) as { code?: string; message?: string };
  return UNREACHABLE.test(code ?? '') || (code === undefined && TIMED_OUT.test(message ?? ''));
}

function unknown({ host, port, user }: LoginTarget, error: unknown): SuperbowletoError {
  const { code, message } = Object(error) as { code?: string; message?: string };
  const advice = CERTIFICATE_CODES.test(code ?? '')
    ? "Node does not know the server's certificate authority: set NODE_EXTRA_CA_CERTS to the file of RDS's certificates."
    : 'sbw has to reach the database from here, or to find the function check-database deployed beside it. Run it again then; it goes on from here.';
  return new SuperbowletoError(
    'LOGIN_UNKNOWN',
    `Whether the password logs in as ${user} at ${host}:${port} is not known: ${message || code}. ${advice}`,
    { cause: error },
  );
}
