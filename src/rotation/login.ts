import pg from 'pg';
import type { Secret } from '../credstash/index.js';
import { SuperbowletoError } from '../errors.js';
import { WRONG_PASSWORD } from './wrong-password.js';

/** Where and as whom to log in. */
export interface LoginTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** True where the server has a certificate: it is then verified, name included. */
  readonly tls: boolean;
}

/** A password, and where credstash has it. */
export type StoredPassword = Pick<Secret, 'name' | 'version' | 'value'>;

/**
 * True when the password logs in, false when the server refuses it, and an error when neither is known:
 * what cannot be asked is never taken for "wrong password".
 */
export type Login = (target: LoginTarget, password: StoredPassword, signal?: AbortSignal) => Promise<boolean>;

/** No way there, or nobody listens: of the system, of the resolver, and pg's own for a connection that takes too long. */
const UNREACHABLE = /^E(CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/;
const TOO_LONG = /timeout/i;
const CERTIFICATE_CODES = /CERT|ALTNAME/;

/**
 * Logs in to PostgreSQL itself, the only proof that a password works.
 *
 * @throws {SuperbowletoError} LOGIN_UNKNOWN when the server cannot be reached or gives no answer about the password
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

function clientOf({ tls, ...place }: LoginTarget, password: string): pg.Client {
  const client = new pg.Client({
    ...place,
    password,
    ssl: tls ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    application_name: 'sbw rotate-password',
  });
  // Between two answers a lost connection has no other place to go; the next await meets it anyway.
  client.on('error', () => undefined);
  return client;
}

/** Whether the database was not even reached, so that somebody else may be able to ask it. */
export function isUnreachable(error: unknown): boolean {
  const { cause } = Object(error) as { cause?: unknown };
  const { code, message } = Object(cause) as { code?: string; message?: string };
  return UNREACHABLE.test(code ?? '') || (code === undefined && TOO_LONG.test(message ?? ''));
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
