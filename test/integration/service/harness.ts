import { systemClock } from '../../../src/clock.js';
import { runMigrations } from '../../../src/migrations/index.js';
import type { QueueMessage, Send } from '../../../src/service/boletos/messages.js';
import { createOutbox } from '../../../src/service/boletos/outbox.js';
import { createQueueUrlCheck } from '../../../src/service/boletos/queue-url.js';
import { createBoletoRepository } from '../../../src/service/boletos/repository.js';
import { createDatabase, type Database } from '../../../src/service/database/connection.js';
import type { Secrets } from '../../../src/service/database/credentials.js';
import { listMigrations } from '../../../src/service/database/migrations.js';
import type { Answer } from '../../../src/service/http/answer.js';
import { createHttpHandler } from '../../../src/service/http/handler.js';
import type { Request } from '../../../src/service/http/request.js';
import { createPageKeys } from '../../../src/service/payer-page/keys.js';
import { createPayerLinks } from '../../../src/service/payer-page/links.js';
import { createProviders } from '../../../src/service/registration/providers.js';
import { createSlowBanks } from '../../../src/service/registration/slow-banks.js';
import type { Service } from '../../../src/service/service.js';
import { readSettings, type Settings } from '../../../src/service/settings.js';
import { createConfigurationRepository } from '../../../src/service/tenants/configurations.js';
import { createTenants } from '../../../src/service/tenants/tenants.js';
import { createWallets } from '../../../src/service/tenants/wallets.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { createDatabase as createEmptyDatabase } from '../migrations/database.js';

/** A day before the due dates of the examples. */
export const NOW = '2026-11-24T12:00:00Z';
export const OWNER = 'https://sqs.us-east-1.amazonaws.com/123456789012/owner';
export const TO_REGISTER = 'https://sqs.us-east-1.amazonaws.com/123456789012/test-boletos-to-register';

/** Base URL of the payer's pages. */
export const PAGES = 'https://boletos.example/';

/** The API key of the tenant `default`. */
export const API_KEY_ID = 'key-of-default';

export interface TestService extends Service {
  /** How to log in to the database's server. */
  readonly server: Login;
  /** The messages to the queues, in order. */
  readonly sent: { queueUrl: string; body: unknown }[];
  /** The ids of the notifications among them. */
  readonly notificationIds: string[];
  /** With true, makes every send fail. With false, sends succeed again. */
  breakQueues(broken: boolean): void;
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Starts the service on a real, migrated database of its own. Only the sending to SQS is replaced, by a recorder. */
export async function startService(server: TestPostgres): Promise<TestService> {
  const empty = await createEmptyDatabase(server);
  // runMigrations limits how long its session may be idle, so that the session is not used for anything else.
  const migrator = await empty.connect();
  await runMigrations({ client: migrator, migrations: listMigrations(), command: 'up' });
  await migrator.end();
  const admin = await empty.connect();
  await admin.query(`INSERT INTO tenant_api_keys VALUES ($1, 'default')`, [API_KEY_ID]);
  const service = openService(server, admin.database ?? '');
  return {
    ...service,
    sql: async (text, values = []) => (await admin.query(text, values)).rows,
    async close() {
      await service.database.close();
      await empty.drop();
    },
  };
}

/**
 * Starts a service before the tests of a `describe` and stops it after them.
 *
 * @param options `keepsRows`: true leaves the tables as they are between tests; otherwise they are emptied before each
 * @returns an object that is filled in before the first test, so that the tests may refer to it at once
 */
export function useService({ keepsRows = false } = {}): TestService {
  const service = {} as TestService;
  let server: TestPostgres | undefined;
  before(async () => {
    server = await startTestPostgres();
    Object.assign(service, await startService(server));
  });
  after(async () => {
    await service.close?.();
    await server?.stop();
  });
  beforeEach(async () => {
    if (!keepsRows) {
      await service.sql(
        'TRUNCATE boletos, outbox, idempotency_keys, configurations, boleto_changes, wallet_conflicts',
      );
      await service.sql('UPDATE title_ids SET last = 0');
      Object.assign(service, rememberingNothing(service.database));
    }
    service.sent.length = 0;
    service.breakQueues(false);
  });
  return service;
}

/** Makes the parts that keep something in memory. */
function rememberingNothing(database: Database) {
  return {
    repository: createBoletoRepository(database),
    tenants: createTenants(database, systemClock),
    wallets: createWallets(database, systemClock),
    slowBanks: createSlowBanks(systemClock),
  };
}

/** Opens the service on a database that `startService` has created. */
export function openService(server: Login, databaseName: string): Omit<TestService, 'sql' | 'close'> {
  const settings = settingsOf(server, databaseName);
  const secrets = secretsHolding({
    'test/database/password': [server.password],
    'test/payer-page/key': ['a key of tests', 'another key of tests'],
  });
  const database = createDatabase(settings, async () => secrets);
  const sent: TestService['sent'] = [];
  const notificationIds: string[] = [];
  let broken = false;
  const send: Send = async (queueUrl: string, message: QueueMessage) => {
    if (broken) throw new Error('the queue does not answer');
    const { notification_id, ...body } = message.body as Record<string, unknown>;
    sent.push({ queueUrl, body });
    if (typeof notification_id === 'string') notificationIds.push(notification_id);
  };
  return {
    server,
    settings,
    database,
    ...rememberingNothing(database),
    configurations: createConfigurationRepository(database),
    queues: { load: async () => undefined },
    outbox: createOutbox(database, send, settings.boletosToRegisterQueueUrl),
    providers: createProviders(settings, async () => secrets),
    isAllowedQueue: createQueueUrlCheck(settings),
    payerLinks: createPayerLinks(
      PAGES,
      createPageKeys('test', async () => secrets, systemClock),
    ),
    clock: { ...systemClock, now: () => new Date(NOW) },
    sent,
    notificationIds,
    breakQueues(value) {
      broken = value;
    },
  };
}

/**
 * Adds a tenant with an API key and a wallet of its own. The tenant `default` is then no longer the only one: it gets the
 * queue `OWNER` and, with its first wallet, what it needs for `validBody`.
 *
 * @param keyId API Gateway's id of the key
 * @param account the wallet's account; its agency is 3381, its carteira 26
 */
export async function addTenant(
  { sql }: Pick<TestService, 'sql'>,
  { id, keyId, account }: { readonly id: string; readonly keyId: string; readonly account: string },
): Promise<void> {
  await sql(`UPDATE tenants SET allowed_queues = ARRAY[$1] WHERE id = 'default'`, [OWNER]);
  await sql('INSERT INTO tenants (id, allowed_queues) VALUES ($1, ARRAY[$2])', [id, OWNER]);
  await sql('INSERT INTO tenant_api_keys VALUES ($1, $2)', [keyId, id]);
  await grantWallet({ sql }, 'default', {});
  await grantWallet({ sql }, id, { account });
}

/** Grants a wallet to a tenant, as an operator does. */
export async function grantWallet(
  { sql }: Pick<TestService, 'sql'>,
  tenant: string,
  { series = 'development', agency = '3381', account = '9721', wallet = '26' },
): Promise<void> {
  await sql(
    `INSERT INTO title_ids VALUES ($1, $2, $3, $4, 0, $5)
     ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET tenant_id = excluded.tenant_id`,
    [series, agency, account, wallet, tenant],
  );
}

/** How to log in to a PostgreSQL server. */
export type Login = Pick<TestPostgres, 'host' | 'port' | 'user' | 'password'>;

export function settingsOf(server: Login, database: string): Settings {
  return readSettings({
    ENVIRONMENT: 'test',
    CREDSTASH_TABLE: 'test-credstash',
    DATABASE_HOST: server.host,
    DATABASE_PORT: String(server.port),
    DATABASE_NAME: database,
    DATABASE_USER: server.user,
    DATABASE_SSL: 'disable',
    BOLETOS_TO_REGISTER_QUEUE_URL: TO_REGISTER,
    AWS_REGION: 'us-east-1',
  });
}

/** Makes a credstash in memory that counts its reads. A secret's versions begin at 1, and the last is the newest. */
export function secretsHolding(values: Record<string, string[]>): Secrets & { reads: number } {
  const secret = (name: string, index: number) => ({
    name,
    version: String(index + 1).padStart(19, '0'),
    value: values[name]?.[index] ?? '',
    digest: 'SHA256',
  });
  const count = (name: string) => values[name]?.length ?? 0;
  return {
    reads: 0,
    async find(name, { version } = {}) {
      this.reads++;
      const index = version === undefined ? count(name) - 1 : Number(version) - 1;
      return values[name]?.[index] === undefined ? undefined : secret(name, index);
    },
    async read(name, { version } = {}) {
      this.reads++;
      if (count(name) === 0) throw new Error(`no secret ${name}`);
      return secret(name, version === undefined ? count(name) - 1 : Number(version) - 1);
    },
    async versions(name) {
      this.reads++;
      return (values[name] ?? []).map((_, index) => secret(name, index)).reverse();
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
  readonly body: any;
}

/** Calls an endpoint with an event as API Gateway sends it. */
export async function call(
  respond: (request: Request) => Promise<Answer>,
  event: {
    method: string;
    body?: unknown;
    id?: string;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    apiKeyId?: string;
  },
): Promise<Reply> {
  const { method, body, id, query, headers, apiKeyId = API_KEY_ID } = event;
  const resource = id === undefined ? '/boletos' : '/boletos/{id}';
  const answer = await createHttpHandler({ [`${method} ${resource}`]: respond })(
    {
      resource,
      httpMethod: method,
      headers: headers ?? null,
      queryStringParameters: query ?? null,
      pathParameters: id === undefined ? null : { id },
      body: body === undefined ? null : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { requestId: 'request-1', identity: { apiKeyId } },
    },
    { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 10_000 },
  );
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) };
}

/** Makes a body that POST /boletos accepts. */
export function validBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    queue_url: OWNER,
    expiration_date: '2030-12-31',
    amount: 2000,
    issuer: 'development',
    issuer_account: '9721',
    issuer_agency: '3381',
    issuer_wallet: '26',
    payer_name: 'Maria da Conceição',
    payer_document_type: 'cpf',
    payer_document_number: '529.982.247-25',
    ...changes,
  };
}
