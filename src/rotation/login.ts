import pg from 'pg';
import { SuperbowletoError } from '../errors.js';

/** Where and as whom to log in. */
export interface LoginTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** True where the server has a certificate: it is then verified, name included. */
  readonly tls: boolean;
}

/**
 * True when the password logs in, false when the server refuses it, and an error when neither is known:
 * what cannot be asked is never taken for "wrong password".
 */
export type Login = (target: LoginTarget, password: string) => Promise<boolean>;

const WRONG_PASSWORD = '28P01';
const CERTIFICATE_CODES = /CERT|ALTNAME/;

/**
 * Logs in to PostgreSQL itself, the only proof that a password works.
 *
 * @throws {SuperbowletoError} LOGIN_UNKNOWN when the server cannot be reached or gives no answer about the password
 */
export const postgresLogin: Login = async (target, password) => {
  const { tls, ...place } = target;
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

function unknown({ host, port, user }: LoginTarget, error: unknown): SuperbowletoError {
  const { code, message } = Object(error) as { code?: string; message?: string };
  const advice = CERTIFICATE_CODES.test(code ?? '')
    ? "Node does not know the server's certificate authority: set NODE_EXTRA_CA_CERTS to the file of RDS's certificates."
    : 'sbw must reach the database from this machine: run it from inside its network, then run it again; it goes on from here.';
  return new SuperbowletoError(
    'LOGIN_UNKNOWN',
    `Whether the password logs in as ${user} at ${host}:${port} is not known: ${message || code}. ${advice}`,
    { cause: error },
  );
}
