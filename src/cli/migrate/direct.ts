import type { ClientConfig } from 'pg';
import { SuperbowletoError } from '../../errors.js';
import {
  type Migration,
  type MigrationAnswer,
  type MigrationRequest,
  runMigrations,
} from '../../migrations/index.js';
import { type OpenEnvironment, passwordNames } from '../../project/index.js';
import { WRONG_PASSWORD } from '../../rotation/wrong-password.js';

/** A connection string, used in place of the host from RDS and the password from credstash. */
const VARIABLE = 'SBW_DATABASE_URL';
const UNREACHABLE = /^E(CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/;

/**
 * Migrates over a connection from this machine. The answer is the one that the function would give.
 *
 * @throws {SuperbowletoError} DATABASE_UNREACHABLE, PASSWORD_REFUSED
 */
export async function migrateDirectly(
  opened: OpenEnvironment,
  migrations: readonly Migration[],
  request: MigrationRequest,
  signal: AbortSignal,
): Promise<MigrationAnswer> {
  const client = await connect(await configurationsOf(opened, signal), opened.environment.name);
  // This ends the running statement too: PostgreSQL sees that the client is gone.
  const abort = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const answer = await runMigrations({
      client,
      migrations,
      ...request,
      applicationName: 'sbw migrate --direct',
    });
    signal.throwIfAborted();
    return answer;
  } finally {
    signal.removeEventListener('abort', abort);
    await client.end().catch(() => undefined);
  }
}

/** Returns one configuration, or two while a rotation is under way: with the current and the pending password. */
async function configurationsOf(
  { project, environment, connection }: OpenEnvironment,
  signal: AbortSignal,
): Promise<ClientConfig[]> {
  const connectionString = process.env[VARIABLE];
  if (connectionString) return [{ connectionString }];
  // Imported here: it loads AWS clients, which a connection string does not need.
  const { rotationTarget } = await import('../../rotation/index.js');
  const { database, credstash } = rotationTarget(project, environment, connection);
  const { host, port, tls } = (await database.describe(signal)).target;
  const { current, pending } = passwordNames(environment.name);
  const secrets = [await credstash.read(current), await credstash.find(pending)];
  return secrets.flatMap((secret) =>
    secret
      ? [
          {
            host,
            port,
            database: environment.database.name,
            user: environment.database.user,
            password: secret.value,
            ssl: tls ? { rejectUnauthorized: true } : false,
          },
        ]
      : [],
  );
}

async function connect(configurations: readonly ClientConfig[], environment: string) {
  const { default: pg } = await import('pg');
  let refused: unknown;
  for (const configuration of configurations) {
    const client = new pg.Client({ ...configuration, connectionTimeoutMillis: 10_000 });
    // A connection lost between two statements emits this event. The next statement fails with the error anyway.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if ((error as { code?: string }).code !== WRONG_PASSWORD) throw unreachable(client, error);
      refused = error;
    }
  }
  throw new SuperbowletoError(
    'PASSWORD_REFUSED',
    process.env[VARIABLE]
      ? `The database refuses the password of ${VARIABLE}.`
      : `The database refuses the password of credstash. See whether a rotation is unfinished: sbw rotate-password status ${environment}`,
    { cause: refused },
  );
}

function unreachable({ host, port }: { host: string; port: number }, error: unknown): SuperbowletoError {
  const { code = '', message } = Object(error) as { code?: string; message: string };
  const isFar = UNREACHABLE.test(code) || /timeout/i.test(message);
  const advice = isFar
    ? `This machine has no way there: go through the function, without --direct, or through a tunnel that ${VARIABLE} names.`
    : `Mend that, or go through the function, without --direct.`;
  return new SuperbowletoError(
    'DATABASE_UNREACHABLE',
    `The database at ${host}:${port} cannot be used: ${message || code}. ${advice}`,
    { cause: error },
  );
}
