import { createCredstash } from '../../../../src/credstash/index.js';
import { pageKeyName, passwordNames } from '../../../../src/project/index.js';
import { createPayerLinks } from '../../../../src/service/payer-page/links.js';
import type { RecordedStage } from './recorded-stage.js';

/** Amount in cents at which the simulated bank is unavailable for the first two requests. */
const TROUBLED = 5_000_503;

const COMPANY = {
  company_name: 'Padaria São João',
  company_document_number: '11.222.333/0001-81',
  company_address: { street: 'Rua Augusta', city: 'São Paulo', state: 'SP' },
};
const ADDRESS = {
  street: 'Rua Augusta',
  street_number: '1500',
  neighborhood: 'Consolação',
  city: 'São Paulo',
  state: 'SP',
  zipcode: '01304001',
};

/** Makes every function do all that it can: register at both banks, fail, give up, and search for a password. */
export async function useEveryFunction(recorded: RecordedStage): Promise<void> {
  await useApi(recorded);
  await registerByQueue(recorded);
  await sweepWhatIsLeft(recorded);
  await useOperatorFunctions(recorded);
  await recorded.invoke('rotate-password');
  await loseThePassword(recorded);
  await recorded.invoke('rotate-password'); // It finds the previous rotation.
}

async function useApi(recorded: RecordedStage): Promise<void> {
  const { request } = recorded;
  await request('POST /configurations', configuration());
  for (const issuer of ['development', 'bradesco', 'boleto-api-caixa']) await create(recorded, { issuer });
  const { id } = await create(recorded, { issuer: 'development' });
  await request(`PATCH /boletos/${id}`, { paid_amount: 1 });
  const other = await create(recorded, { issuer: 'development', register: false });
  await request(`POST /boletos/${other.id}/cancel`);
  await useReaders(recorded, String(id));
}

async function useReaders(recorded: RecordedStage, id: string): Promise<void> {
  const { request } = recorded;
  await request('GET /boletos');
  await openPage(recorded, id);
  await request(`GET /boletos/${id}/slip`);
  await request('GET /health');
}

/** Opens a boleto's page by a link of the first key, and asks for the link of the newest. */
async function openPage(
  { connection, environment, request, invoke }: RecordedStage,
  id: string,
): Promise<void> {
  const { kms, dynamodb } = connection;
  const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
  const first = { version: 1, value: await credstash.get(pageKeyName(environment.name), { version: 1 }) };
  const links = createPayerLinks('https://any.example', {
    newest: async () => first,
    find: async () => first,
  });
  await request(`GET ${new URL((await links.urlOf(id, Number.POSITIVE_INFINITY)) ?? '').pathname}`);
  await invoke('administer', { command: 'boleto.link', id });
}

/**
 * Both banks are down at first: create-boleto leaves the boleto pending, and register-boleto fails and later gives up.
 */
async function registerByQueue(recorded: RecordedStage): Promise<void> {
  for (const issuer of ['bradesco', 'boleto-api-caixa']) {
    const { id } = await create(recorded, { issuer, amount: TROUBLED });
    await register(recorded, String(id));
  }
  const { id } = await create(recorded, { issuer: 'bradesco', amount: TROUBLED });
  await allowNoMoreAttempts(recorded, String(id));
  await register(recorded, String(id));
}

/** Sweeps messages that SQS refused: a reminder, a notification and a dead letter. */
async function sweepWhatIsLeft(recorded: RecordedStage): Promise<void> {
  const { id } = await create(recorded, { issuer: 'bradesco', amount: TROUBLED });
  const { id: pending } = await create(recorded, { issuer: 'bradesco', amount: TROUBLED });
  await allowNoMoreAttempts(recorded, String(id));
  recorded.faults = ({ service, session }) =>
    service === 'sqs' && session ? { type: 'error', code: 'ServiceUnavailable', status: 503 } : undefined;
  await register(recorded, String(id));
  recorded.faults = () => undefined;
  await recorded.sql(`UPDATE outbox SET due_at = now()`, await currentPassword(recorded));
  await recorded.invoke('process-boletos-to-register');
  await recorded.request(`GET /boletos/${pending}`);
}

async function useOperatorFunctions({ invoke, environment }: RecordedStage): Promise<void> {
  const { current, pending } = passwordNames(environment.name);
  await invoke('administer', { command: 'tenant.list' });
  await invoke('migrate-database', { command: 'status' });
  for (const name of [current, pending])
    await invoke('check-database', { command: 'login', name, version: '0000000000000000001' });
}

/**
 * Changes the database's password, so that each function's login fails and it searches for the right one: first the
 * pending one, then the previous one, as after a restore.
 */
async function loseThePassword(recorded: RecordedStage): Promise<void> {
  const [now, before] = await passwords(recorded);
  const { user } = recorded.environment.database;
  await recorded.sql(disconnect(user), now);
  await logInEverywhere(recorded);
  await recorded.sql(`ALTER ROLE ${user} PASSWORD '${before}'; ${disconnect(user)}`, now);
  await logInEverywhere(recorded);
  await recorded.sql(`ALTER ROLE ${user} PASSWORD '${now}'`, before);
}

const disconnect = (user: string) =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${user}' AND pid <> pg_backend_pid()`;

async function logInEverywhere(recorded: RecordedStage): Promise<void> {
  const { id } = await create(recorded, { issuer: 'development' });
  await recorded.request(`PATCH /boletos/${id}`, { paid_amount: 1 });
  await useReaders(recorded, String(id));
  await recorded.request('POST /configurations', configuration());
  await register(recorded, String(id));
  await recorded.invoke('process-boletos-to-register');
  await recorded.invoke('administer', { command: 'tenant.list' });
  await recorded.invoke('migrate-database', { command: 'status' });
}

let configurations = 0;
const configuration = () => ({
  external_id: `shop-${configurations++}`,
  issuer: 'development',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
});

async function create(
  recorded: RecordedStage,
  changes: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  return await recorded.request('POST /boletos', {
    queue_url: recorded.ownerQueue,
    expiration_date: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10),
    amount: 2000,
    issuer_account: '9721',
    issuer_agency: '3381',
    issuer_wallet: '26',
    payer_name: 'Maria da Conceição',
    payer_document_type: 'cpf',
    payer_document_number: '529.982.247-25',
    payer_address: ADDRESS,
    ...COMPANY,
    ...changes,
  });
}

async function register({ invoke }: RecordedStage, boletoId: string): Promise<void> {
  await invoke('register-boleto', {
    Records: [{ messageId: 'one', body: JSON.stringify({ boleto_id: boletoId }) }],
  });
}

async function allowNoMoreAttempts(recorded: RecordedStage, id: string): Promise<void> {
  const text = `UPDATE boletos SET attempts_allowed = registration_attempts + 1 WHERE id = '${id}'`;
  await recorded.sql(text, await currentPassword(recorded));
}

async function currentPassword(recorded: RecordedStage): Promise<string> {
  return (await passwords(recorded))[0] ?? '';
}

/** Returns the current password and the previous one. */
async function passwords({ connection, environment }: RecordedStage): Promise<[string, string]> {
  const { kms, dynamodb } = connection;
  const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
  const { current } = passwordNames(environment.name);
  const versions = (await credstash.versions(current)).slice(0, 2);
  const values = await Promise.all(versions.map(({ version }) => credstash.get(current, { version })));
  return [values[0] ?? '', values[1] ?? ''];
}
