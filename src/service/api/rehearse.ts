import type { Boleto } from '../boletos/boleto.js';
import { withCodes } from '../boletos/repository.js';
import { createSchema } from '../boletos/schema.js';
import { inOneSpelling } from '../boletos/spellings.js';
import { proxyAnswer } from '../http/answer.js';
import { readRequest } from '../http/request.js';
import { newId } from '../id.js';
import type { Deadline } from '../lambda.js';
import type { Service } from '../service.js';
import { newBoleto } from './new-boleto.js';
import { presentLinked } from './present-boleto.js';
import { validate } from './validate.js';

/** No tenant, API key or wallet has this name: an account has digits. */
const NOBODY = '(nobody)';
const EVENT = {
  resource: '/boletos',
  httpMethod: 'POST',
  body: JSON.stringify({
    queue_url: 'https://sqs.us-east-1.amazonaws.com/123456789012/owner',
    expiration_date: '2030-12-31',
    amount: 1,
    issuer: 'development',
    issuer_agency: '1',
    issuer_account: '1',
    issuer_wallet: '26',
  }),
  requestContext: { requestId: NOBODY, identity: { apiKeyId: NOBODY } },
};
/** What the INSERT and a bank add to a new row. */
const ADDED = {
  status: 'issued',
  paid_amount: 0,
  issuer_id: null,
  issuer_response_code: null,
  title_id: 1,
  barcode: null,
  digitable_line: null,
  bank_response_code: null,
  boleto_url: null,
  registration_attempts: 1,
  attempts_allowed: 1,
  events: 0,
  payer_erased_at: null,
  created_at: new Date(0),
  updated_at: new Date(0),
} as const;

/**
 * Runs the code and the statements of a POST, and writes nothing: the INSERT finds no number for a wallet that does not
 * exist, and the outcome no boleto. V8 compiles a function when it is first called, and PostgreSQL plans a statement when
 * a connection first receives it.
 */
export async function rehearsePost(
  service: Pick<Service, 'repository' | 'tenants' | 'settings' | 'payerLinks'>,
  deadline: Deadline,
): Promise<void> {
  const { repository, tenants, settings } = service;
  const request = readRequest(EVENT, NOBODY, deadline);
  // It refuses a key that no tenant has.
  await tenants.of(request).catch(() => undefined);
  const body = validate(createSchema, inOneSpelling(request.json()));
  const { environment } = settings;
  const origin = { environment, tenantId: NOBODY, requestId: request.id, traceparent: null };
  const boleto = { ...newBoleto(body, origin), issuer_account: NOBODY };
  const id = newId('bol_');
  await repository.insert(boleto, { id, titleId: null, key: null }, deadline);
  const row: Boleto = withCodes({ ...boleto, ...ADDED, issuer_account: body.issuer_account, id });
  const unasked = { key: null, isQuiet: false };
  await repository.settle(row, { status: 'registered', code: null }, unasked, deadline);
  proxyAnswer({ status: 201, body: await presentLinked(service, row, deadline) }, request.id);
}
