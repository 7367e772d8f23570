import { badRequest, boletoId, boletoNotFound, commonErrors, jsonAnswer } from './answers.js';
import { creations } from './creations.js';
import { BOLETO, errorBody, IDS, unknownBoleto } from './examples.js';
import type { Operation, Parameter } from './operation.js';
import { listParameters, schemaNamed } from './schemas.js';

const tag = 'boletos';
const boleto = schemaNamed('Boleto');

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Makes it safe to send the request again: the same key, path and body get the stored answer of success, for 30 days. 1 to 255 visible ASCII characters',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const keyReused = jsonAnswer('The key came before with another request', schemaNamed('Errors'));

const create: Operation = {
  route: 'POST /boletos',
  operationId: 'createBoleto',
  tag,
  summary: 'Issue a boleto and register it',
  description:
    'Registers it before it answers, where the bank is quick. `pending_registration` means that the bank could not say yet: the service asks again, and tells `queue_url` what became of it, as it does of every boleto that is registered, refused, failed or cancelled.',
  parameters: [idempotencyKey],
  body: schemaNamed('NewBoleto'),
  answers: {
    201: jsonAnswer('Issued; `status` says what the bank said', boleto),
    400: badRequest,
    409: jsonAnswer(
      'The wallet has no number left, or the first request with the key is still running',
      schemaNamed('Errors'),
    ),
    422: keyReused,
    ...commonErrors,
  },
  exchanges: creations,
};

const list: Operation = {
  route: 'GET /boletos',
  operationId: 'listBoletos',
  tag,
  summary: "List the tenant's boletos, newest first",
  description: 'Of several filters, all have to fit. Parameters that are not listed are ignored.',
  parameters: listParameters,
  answers: {
    200: jsonAnswer(
      'A page',
      { type: 'array', items: boleto },
      {
        Link: {
          description: '`<?…>; rel="next"`, relative to this resource; missing on the last page',
          schema: { type: 'string' },
        },
      },
    ),
    400: badRequest,
    ...commonErrors,
  },
  exchanges: [
    {
      name: 'of-a-day',
      summary: 'Registered and due on one day',
      parameters: {
        status: 'registered',
        expiration_date_from: '2030-12-31',
        expiration_date_to: '2030-12-31',
        reference_id: 'order-7',
        count: 50,
      },
      status: 200,
      answer: [BOLETO],
    },
    {
      name: 'too-far',
      summary: 'A page too far back',
      parameters: { page: 101, count: 100 },
      status: 400,
      answer: errorBody(
        'invalid_parameter',
        '"page" times "count" must be at most 10000: follow the Link header, whose cursor has no limit',
        'page',
      ),
    },
  ],
};

const show: Operation = {
  route: 'GET /boletos/{id}',
  operationId: 'showBoleto',
  tag,
  summary: 'Show a boleto',
  parameters: [boletoId],
  answers: { 200: jsonAnswer('The boleto', boleto), 404: boletoNotFound, ...commonErrors },
  exchanges: [
    {
      name: 'registered',
      summary: 'A registered boleto',
      parameters: { id: IDS.registered },
      status: 200,
      answer: BOLETO,
    },
    unknownBoleto,
  ],
};

const update: Operation = {
  route: 'PATCH /boletos/{id}',
  operationId: 'updateBoleto',
  tag,
  summary: 'Note a payment',
  description:
    'Nothing else of a boleto can be changed. A payment replaces no other one: 0 takes it back first. A payment above the amount is kept and shown as `overpaid_amount`. The body may be missing.',
  parameters: [boletoId, idempotencyKey],
  body: schemaNamed('BoletoChanges'),
  isBodyOptional: true,
  answers: {
    200: jsonAnswer('The boleto as it is now', boleto),
    400: badRequest,
    404: boletoNotFound,
    409: jsonAnswer('Its state or an earlier payment allows no payment', schemaNamed('Errors')),
    422: keyReused,
    ...commonErrors,
  },
  exchanges: [
    {
      name: 'overpaid',
      summary: 'Paid twice',
      parameters: { id: IDS.registered },
      body: { paid_amount: 4000 },
      status: 200,
      answer: { ...BOLETO, paid_amount: 4000, overpaid_amount: 2000 },
    },
    {
      name: 'paid',
      summary: 'Paid in full',
      parameters: { id: IDS.registered },
      body: { paid_amount: 2000, bank_response_code: '06' },
      status: 200,
      answer: { ...BOLETO, paid_amount: 2000, bank_response_code: '06' },
    },
    {
      name: 'wrong',
      summary: 'A field that cannot be changed',
      parameters: { id: IDS.registered },
      body: { amount: 1 },
      status: 400,
      answer: errorBody('invalid_parameter', '"amount" is not allowed', 'amount'),
    },
    { ...unknownBoleto, body: { paid_amount: 2000 } },
    {
      name: 'refused',
      summary: 'A boleto that the bank refused',
      parameters: { id: IDS.refused },
      body: { paid_amount: 2000 },
      status: 409,
      answer: errorBody('conflict', 'a refused boleto cannot be paid', 'paid_amount'),
    },
  ],
};

const cancel: Operation = {
  route: 'POST /boletos/{id}/cancel',
  operationId: 'cancelBoleto',
  tag,
  summary: 'Cancel a boleto',
  description:
    'Nobody registers it any more, and it has no slip. No bank is told: who holds its slip may still pay it. Cancelling twice is harmless.',
  parameters: [boletoId, idempotencyKey],
  answers: {
    200: jsonAnswer('The cancelled boleto', boleto),
    400: badRequest,
    404: boletoNotFound,
    409: jsonAnswer(
      'It is paid, its registration has ended badly, or the bank is being asked about it',
      schemaNamed('Errors'),
    ),
    422: keyReused,
    ...commonErrors,
  },
  exchanges: [
    {
      name: 'cancelled',
      summary: 'A registered boleto',
      parameters: { id: IDS.registered },
      status: 200,
      answer: { ...BOLETO, status: 'cancelled' },
    },
    unknownBoleto,
    {
      name: 'paid',
      summary: 'A boleto that is paid',
      parameters: { id: IDS.paid },
      status: 409,
      answer: errorBody('conflict', 'a paid boleto cannot be cancelled', 'paid_amount'),
    },
  ],
};

export const boletoOperations: readonly Operation[] = [create, list, show, update, cancel];
