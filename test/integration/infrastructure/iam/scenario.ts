import { createCredstash } from '../../../../src/credstash/index.js';
import { passwordNames } from '../../../../src/project/index.js';
import type { Place } from './place.js';

/** Amount in cents at which the simulated bank is unavailable for the first two requests. */
const TROUBLED = 5_000_503;

const COMPANY = { company_name: 'Padaria São João', company_document_number: '12.ABC.345/01DE-35' };
const ADDRESS = {
  street: 'Rua Augusta',
  street_number: '1500',
  neighborhood: 'Consolação',
  city: 'São Paulo',
  state: 'SP',
  zipcode: '01304001',
};

/** Has every function do all that it can: registering at both banks, failing, giving up, and looking for a password. */
export async function useEveryFunction(place: Place): Promise<void> {
  await useApi(place);
  await registerByQueue(place);
  await sweepWhatIsLeft(place);
  await useOperatorFunctions(place);
  await place.invoke('rotate-password');
  await loseThePassword(place);
  await place.invoke('rotate-password'); // which finds a rotation before it
}

async function useApi(place: Place): Promise<void> {
  const { request } = place;
  await request('POST /configurations', configuration());
  for (const issuer of ['development', 'bradesco', 'boleto-api-caixa']) await create(place, { issuer });
  const { id } = await create(place, { issuer: 'development' });
  await request(`PATCH /boletos/${id}`, { paid_amount: 1 });
  const other = await create(place, { issuer: 'development', register: false });
  await request(`POST /boletos/${other.id}/cancel`);
  await useReaders(place, String(id));
}

async function useReaders({ request }: Place, id: string): Promise<void> {
  await request('GET /boletos');
  await request(`GET /boletos/${id}/slip`);
  await request('GET /health');
}

/** Both banks are down at first, so that create-boleto leaves it to register-boleto, which leaves it, and gives up. */
async function registerByQueue(place: Place): Promise<void> {
  for (const issuer of ['bradesco', 'boleto-api-caixa']) {
    const { id } = await create(place, { issuer, amount: TROUBLED });
    await register(place, String(id));
  }
  const { id } = await create(place, { issuer: 'bradesco', amount: TROUBLED });
  await allowNoMoreAttempts(place, String(id));
  await register(place, String(id));
}

/** What no queue took: a reminder, a notification and a dead letter. */
async function sweepWhatIsLeft(place: Place): Promise<void> {
  const { id } = await create(place, { issuer: 'bradesco', amount: TROUBLED });
  const { id: pending } = await create(place, { issuer: 'bradesco', amount: TROUBLED });
  await allowNoMoreAttempts(place, String(id));
  place.faults = ({ service, session }) =>
    service === 'sqs' && session ? { type: 'error', code: 'ServiceUnavailable', status: 503 } : undefined;
  await register(place, String(id));
  place.faults = () => undefined;
  await place.sql(`UPDATE outbox SET due_at = now()`, await currentPassword(place));
  await place.invoke('process-boletos-to-register');
  await place.request(`GET /boletos/${pending}`);
}

async function useOperatorFunctions({ invoke, environment }: Place): Promise<void> {
  const { current, pending } = passwordNames(environment.name);
  await invoke('administer', { command: 'tenant.list' });
  await invoke('migrate-database', { command: 'status' });
  for (const name of [current, pending])
    await invoke('check-database', { command: 'login', name, version: '0000000000000000001' });
}

/**
 * Who learns at a login that the password is another one looks for it: the next one is still called pending by then, and
 * a database that was restored takes the one before.
 */
async function loseThePassword(place: Place): Promise<void> {
  const [now, before] = await passwords(place);
  const { user } = place.environment.database;
  await place.sql(disconnect(user), now);
  await logInEverywhere(place);
  await place.sql(`ALTER ROLE ${user} PASSWORD '${before}'; ${disconnect(user)}`, now);
  await logInEverywhere(place);
  await place.sql(`ALTER ROLE ${user} PASSWORD '${now}'`, before);
}

const disconnect = (user: string) =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${user}' AND pid <> pg_backend_pid()`;

async function logInEverywhere(place: Place): Promise<void> {
  const { id } = await create(place, { issuer: 'development' });
  await place.request(`PATCH /boletos/${id}`, { paid_amount: 1 });
  await useReaders(place, String(id));
  await place.request('POST /configurations', configuration());
  await register(place, String(id));
  await place.invoke('process-boletos-to-register');
  await place.invoke('administer', { command: 'tenant.list' });
  await place.invoke('migrate-database', { command: 'status' });
}

let configurations = 0;
const configuration = () => ({
  external_id: `shop-${configurations++}`,
  issuer: 'development',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
});

async function create(place: Place, changes: Record<string, unknown>): Promise<Record<string, unknown>> {
  return await place.request('POST /boletos', {
    queue_url: place.ownerQueue,
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

async function register({ invoke }: Place, boletoId: string): Promise<void> {
  await invoke('register-boleto', {
    Records: [{ messageId: 'one', body: JSON.stringify({ boleto_id: boletoId }) }],
  });
}

async function allowNoMoreAttempts(place: Place, id: string): Promise<void> {
  const text = `UPDATE boletos SET attempts_allowed = registration_attempts + 1 WHERE id = '${id}'`;
  await place.sql(text, await currentPassword(place));
}

async function currentPassword(place: Place): Promise<string> {
  return (await passwords(place))[0] ?? '';
}

/** Those that were current, newest first. */
async function passwords({ connection, environment }: Place): Promise<[string, string]> {
  const { kms, dynamodb } = connection;
  const credstash = createCredstash({ kms, dynamodb, ...environment.credstash });
  const { current } = passwordNames(environment.name);
  const versions = (await credstash.versions(current)).slice(0, 2);
  const values = await Promise.all(versions.map(({ version }) => credstash.get(current, { version })));
  return [values[0] ?? '', values[1] ?? ''];
}
