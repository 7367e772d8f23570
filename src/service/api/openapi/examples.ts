import type { Boleto } from '../../boletos/boleto.js';
import type { CreateBody } from '../../boletos/schema.js';
import { newBoleto } from '../new-boleto.js';
import { presentBoleto } from '../present-boleto.js';

export const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/owner';

/** Ids of the boletos and of the configuration in the examples. */
export const IDS = {
  registered: 'bol_c1a2b3c4d5e6f7g8h9i0j1k2l',
  paid: 'bol_c2a2b3c4d5e6f7g8h9i0j1k2l',
  refused: 'bol_c3a2b3c4d5e6f7g8h9i0j1k2l',
  cancelled: 'bol_c4a2b3c4d5e6f7g8h9i0j1k2l',
  unknown: 'bol_c0',
  configuration: 'cf_c5a2b3c4d5e6f7g8h9i0j1k2l',
} as const;

/** A body whose boleto is registered at once. */
export const NEW_BOLETO = {
  queue_url: QUEUE_URL,
  expiration_date: '2030-12-31',
  amount: 2000,
  issuer: 'development',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
  title_id: 1,
  reference_id: 'order-7',
  instructions: 'Não receber após o vencimento',
  fine: { percentage: 2, days: 1 },
  payer_name: 'Maria da Conceição',
  payer_document_type: 'cpf',
  payer_document_number: '529.982.247-25',
  payer_address: {
    zipcode: '01310100',
    street: 'Avenida Paulista',
    street_number: '1000',
    neighborhood: 'Bela Vista',
    city: 'São Paulo',
    state: 'SP',
  },
  company_name: 'Padaria São João Ltda.',
  company_document_number: '12.ABC.345/01DE-35',
  company_address: {
    zipcode: '04547004',
    street: 'Rua Funchal',
    street_number: '65',
    neighborhood: 'Vila Olímpia',
    city: 'São Paulo',
    state: 'SP',
  },
} as const satisfies CreateBody;

/** What a body may add for the bank and for the slip. */
export const TERMS = {
  document_type: 'DM',
  issuer_agency_digit: '2',
  issuer_account_digit: '3',
  final_beneficiary: { name: 'Loja Final Ltda.', document_number: '11222333000181' },
  discounts: [
    { percentage: 5, until: '2030-12-01' },
    { amount: 50, until: '2030-12-15' },
  ],
  days_to_expire: 30,
  divergent_payment: { mode: 'minimum', amount: 500 },
} as const;

const stored: Boleto = {
  ...newBoleto(NEW_BOLETO, {
    environment: 'live',
    tenantId: 'default',
    requestId: 'request-7',
    traceparent: null,
  }),
  id: IDS.registered,
  token: 'live_c9a8b7c6d5e4f3g2h1i0j9k8l',
  status: 'registered',
  paid_amount: 0,
  issuer_id: null,
  issuer_response_code: null,
  title_id: NEW_BOLETO.title_id,
  barcode: '23791313800000020003381260000000000100097210',
  digitable_line: '23793.38128 60000.000004 01000.972107 1 31380000002000',
  bank_response_code: null,
  boleto_url: null,
  registration_attempts: 1,
  attempts_allowed: 100,
  events: 0,
  payer_erased_at: null,
  created_at: new Date('2026-11-24T12:00:00.000Z'),
  updated_at: new Date('2026-11-24T12:00:00.000Z'),
};

/** The answer to NEW_BOLETO. */
export const BOLETO = presentBoleto(
  stored,
  `https://boletos.example/b/${IDS.registered}.1-Zk3vH0lQ9sYw2dXr5tUa7b`,
);

/** An event that its queue has not taken, and its number in the table. */
export const EVENT_ID = 7;
export const EVENT = {
  notification_id: 'ntf_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  boleto_id: IDS.registered,
  status: 'registered',
  reference_id: 'order-7',
  cursor: 'MTc5NTUyMTYwMDAwMDAwMC83',
  queue_url: QUEUE_URL,
  attempts: 3,
  undelivered_at: '2026-11-24T12:00:00.000Z',
  object: 'event',
} as const;

export const NEW_CONFIGURATION = {
  external_id: 'loja-centro',
  issuer: 'development',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
} as const;

export const CONFIGURATION = {
  id: IDS.configuration,
  external_id: 'loja-centro',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
  issuer: 'development',
  created_at: '2026-11-24T12:00:00.000Z',
  updated_at: '2026-11-24T12:00:00.000Z',
  object: 'configuration',
} as const;

export function errorBody(type: string, message: string, field: string | null): { errors: unknown[] } {
  return { errors: [{ type, message, field }] };
}

/** The exchange about an id that does not exist. */
export const unknownBoleto = {
  name: 'unknown',
  summary: 'A boleto that is not there',
  parameters: { id: IDS.unknown },
  status: 404,
  answer: errorBody('not_found', 'Boleto not found', null),
} as const;
