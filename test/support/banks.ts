import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/clock.js';
import type { EmulatorContext } from '../../src/emulator/aws/service.js';
import { Router } from '../../src/emulator/router.js';
import { createSimulators, type SimulatorName, simulatorScope } from '../../src/local/simulators/index.js';
import type { TitleCount } from '../../src/local/simulators/titles.js';
import { newBoleto } from '../../src/service/api/new-boleto.js';
import type { Boleto } from '../../src/service/boletos/boleto.js';
import type { Registration } from '../../src/service/boletos/status.js';
import { codesOf } from '../../src/service/issuers/codes.js';
import type { Attempt } from '../../src/service/registration/provider.js';
import { createProviders } from '../../src/service/registration/providers.js';
import { linesOf } from '../unit/service/lines.js';

export const BRADESCO = { merchant_id: '123456789', security_key: 'key-of-the-bank' };
const ACCESS = { username: 'company', password: 'secret-of-the-bank' };
export const BOLETO_API = {
  user: 'superbowleto',
  password: 'password-of-the-gateway',
  banks: {
    'boleto-api-bradesco-shopfacil': ACCESS,
    'boleto-api-itau': { ...ACCESS, access_key: 'key' },
    'boleto-api-banco-do-brasil': { ...ACCESS, wallet_variation: 19 },
    'boleto-api-santander': ACCESS,
    'boleto-api-stone': { access_key: 'account' },
  },
};

export interface Banks {
  /** Returns the simulator's URL. */
  url(name: SimulatorName): string;
  /** Starts a simulator with other credentials. */
  run(name: SimulatorName, user: string, password: string): void;
  /** Returns, for each key, how often the bank was asked and how many titles it holds. */
  counts(name: SimulatorName, key?: string): Promise<TitleCount[]>;
  /** Stops the simulators and starts them again with the same state. */
  restart(): Promise<Banks>;
  stop(): Promise<void>;
}

/** Starts both simulators on a port of their own, without the rest of the stage. */
export async function startBanks(options: { clock?: Clock; directory?: string } = {}): Promise<Banks> {
  const { clock = systemClock, directory = mkdtempSync(join(tmpdir(), 'sbw-banks-')) } = options;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const credentials = { accessKeyId: 'AKIABANKS', secretAccessKey: 'secret' };
  let endpoint = '';
  const contextFor = (name: string): EmulatorContext => {
    const folder = join(directory, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const aws = { account: '000000000000', region: 'us-east-1', directory: folder };
    return { ...aws, endpoint: () => endpoint, credentials, clock, report };
  };
  const simulators = createSimulators(contextFor);
  const services = Object.values(simulators);
  const router = new Router({
    services,
    unsigned: 'none',
    unsignedBelow: simulatorScope,
    credentials,
    clock,
    report,
  });
  endpoint = `http://127.0.0.1:${await router.listen(0)}`;
  simulators.bradesco.run({ user: BRADESCO.merchant_id, password: BRADESCO.security_key });
  simulators['boleto-api'].run(BOLETO_API);

  async function end(): Promise<void> {
    await router.close();
    for (const service of services) await service.stop();
  }

  return {
    url: (name) => simulators[name].url,
    run: (name, user, password) => simulators[name].run({ user, password }),
    async counts(name, key) {
      const query = key === undefined ? '' : `?key=${encodeURIComponent(key)}`;
      const response = await fetch(`${simulators[name].url}/titles${query}`);
      return (await response.json()) as TitleCount[];
    },
    async restart() {
      await end();
      return await startBanks({ clock, directory });
    },
    async stop() {
      await end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Starts the simulators before the tests of a `describe`, and stops them after them. */
export function useBanks(): Banks {
  const banks = {} as Banks;
  before(async () => {
    Object.assign(banks, await startBanks());
  });
  after(() => banks.stop?.());
  return banks;
}

/** Makes a credstash in memory. A test may change what it holds; it counts its reads. */
export function secretsOf(values: Record<string, unknown>) {
  const secrets = {
    values,
    reads: 0,
    /** The next read rejects with this error, once. */
    failure: undefined as Error | undefined,
    async read(name: string) {
      secrets.reads += 1;
      const { failure } = secrets;
      secrets.failure = undefined;
      if (failure) throw failure;
      return { name, version: 1, value: JSON.stringify(secrets.values[name]) };
    },
  };
  return secrets;
}

export const SECRETS = { 'test/providers/bradesco': BRADESCO, 'test/providers/boleto-api': BOLETO_API };

/** Connects the service's providers to these banks. */
export function providersOf(banks: Pick<Banks, 'url'>, secrets: object = secretsOf({ ...SECRETS })) {
  return createProviders(
    {
      environment: 'test',
      providerUrls: { bradesco: banks.url('bradesco'), boletoApi: banks.url('boleto-api') },
    },
    async () => secrets as never,
  );
}

const ADDRESS = {
  zipcode: '01310-100',
  street: 'Avenida Paulista',
  street_number: 1000,
  complementary: 'andar 9',
  neighborhood: 'Bela Vista',
  city: 'São Paulo',
  state: 'São Paulo',
};
const TODAY = new Date();
const BODY = {
  token: 'test_token',
  queue_url: 'https://sqs.us-east-1.amazonaws.com/000000000000/owner',
  expiration_date: `${TODAY.getUTCFullYear() + 2}-12-31`,
  amount: 2000,
  instructions: 'Não receber após o vencimento',
  payer_name: 'José da Silva',
  payer_document_type: 'cpf',
  payer_document_number: '52998224725',
  payer_address: ADDRESS,
  company_name: 'Empresa Exemplo Ltda',
  company_document_number: '11222333000181',
  company_address: ADDRESS,
} as const;
const ORIGIN = { environment: 'test', tenantId: 'tnt_test', requestId: 'req_test', traceparent: null };

type Account = Pick<Boleto, 'issuer_agency' | 'issuer_account' | 'issuer_wallet'>;
const ACCOUNTS: Readonly<Record<Boleto['issuer'], Account>> = {
  development: { issuer_agency: '1229', issuer_account: '469', issuer_wallet: '25' },
  bradesco: { issuer_agency: '1229', issuer_account: '469', issuer_wallet: '25' },
  'boleto-api-bradesco-shopfacil': { issuer_agency: '1229', issuer_account: '469', issuer_wallet: '26' },
  'boleto-api-caixa': { issuer_agency: '3337', issuer_account: '1103388', issuer_wallet: '14' },
  'boleto-api-itau': { issuer_agency: '0057', issuer_account: '12345', issuer_wallet: '109' },
  'boleto-api-banco-do-brasil': { issuer_agency: '1234', issuer_account: '1474166', issuer_wallet: '17' },
  'boleto-api-santander': { issuer_agency: '1234', issuer_account: '0282033', issuer_wallet: '101' },
  'boleto-api-stone': { issuer_agency: '1', issuer_account: '1', issuer_wallet: '1' },
};
let lastTitle = 0;

/** Makes an issuer's boleto as its row is at the first attempt, each with a title id of its own. */
export function boletoOf(issuer: Boleto['issuer'], changes: Partial<Boleto> = {}): Boleto {
  lastTitle += 1;
  const boleto: Boleto = {
    ...newBoleto({ ...BODY, issuer, ...ACCOUNTS[issuer] }, ORIGIN),
    id: `bol_test${String(lastTitle).padStart(20, '0')}`,
    status: 'issued',
    paid_amount: 0,
    issuer_id: null,
    issuer_response_code: null,
    title_id: lastTitle,
    barcode: null,
    digitable_line: null,
    bank_response_code: null,
    boleto_url: null,
    registration_attempts: 1,
    attempts_allowed: 10,
    events: 0,
    payer_erased_at: null,
    created_at: TODAY,
    updated_at: TODAY,
    ...changes,
  };
  return { ...boleto, ...codesOf(boleto, boleto.title_id) };
}

export function attemptOf(number = 1, milliseconds = 2_000): Attempt {
  return {
    number,
    requestId: 'req_test',
    ids: { request_id: 'req_test' },
    signal: AbortSignal.timeout(milliseconds),
  };
}

/**
 * Makes one attempt to register and returns the log lines too. It captures standard output, so only one may run at a
 * time.
 */
export async function registering(
  providers: ReturnType<typeof createProviders>,
  boleto: Boleto,
  attempt: Attempt = attemptOf(),
): Promise<Registration & { readonly logged: readonly string[] }> {
  const provider = providers.find(boleto.issuer);
  if (!provider) throw new Error(`nothing is connected for ${boleto.issuer}`);
  const { result, lines } = await linesOf(() => provider.register(boleto, attempt));
  return { ...result, logged: lines };
}
