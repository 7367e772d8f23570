import { BOLETO, errorBody, NEW_BOLETO, TERMS } from './examples.js';
import type { Exchange } from './operation.js';

/** Examples of POST /boletos. */
export const creations: readonly Exchange[] = [
  {
    name: 'registered',
    summary: 'Registered at once',
    parameters: { 'Idempotency-Key': 'order-7' },
    body: NEW_BOLETO,
    status: 201,
    answer: BOLETO,
  },
  {
    name: 'of-2017',
    summary: 'In the spelling of the earlier service',
    body: {
      ...NEW_BOLETO,
      amount: '2000',
      title_id: '1',
      expiration_date: '2030-12-31T12:00:00.000Z',
      interest: {},
      fine: { percentage: 2, amount: 0, days: 0 },
      payer_document_number: 52998224725,
      register: 'true',
      token: null,
      rules: null,
    },
    status: 201,
    answer: BOLETO,
  },
  {
    name: 'terms',
    summary: 'With discounts, a limit of payment and a final beneficiary',
    body: { ...NEW_BOLETO, ...TERMS },
    status: 201,
    answer: { ...BOLETO, ...TERMS },
  },
  {
    name: 'without-address',
    summary: 'Without the address that a slip must show',
    body: { ...NEW_BOLETO, company_address: null },
    status: 201,
    answer: {
      ...BOLETO,
      company_address: null,
      warnings: [
        {
          field: 'company_address',
          message:
            'a slip must show the address of the beneficiary (Lei 12.039/2009): give "company_address", or ask the operator to set it for the wallet',
        },
      ],
    },
  },
  {
    name: 'issued',
    summary: 'Only issued',
    body: { ...NEW_BOLETO, register: false },
    status: 201,
    answer: { ...BOLETO, status: 'issued' },
  },
  {
    name: 'configured',
    summary: 'At the issuer of a configuration',
    body: configured(),
    status: 201,
    answer: { ...BOLETO, external_id: 'loja-centro' },
  },
  {
    name: 'wrong',
    summary: 'Three wrong fields',
    body: { ...NEW_BOLETO, amount: 0, payer_document_number: '529.982.247-20', colour: 'blue' },
    status: 400,
    answer: {
      errors: [
        ...errorBody('invalid_parameter', '"amount" must be larger than or equal to 1', 'amount').errors,
        ...errorBody('invalid_parameter', '"colour" is not allowed', 'colour').errors,
        ...errorBody(
          'invalid_parameter',
          '"payer_document_number" must be a valid CPF',
          'payer_document_number',
        ).errors,
      ],
    },
  },
  {
    name: 'key-of-another',
    summary: 'A key that came before with another request',
    parameters: { 'Idempotency-Key': 'order-6' },
    body: NEW_BOLETO,
    status: 422,
    answer: errorBody(
      'idempotency_key_reused',
      '"Idempotency-Key" came before with another request',
      'Idempotency-Key',
    ),
  },
];

function configured(): Record<string, unknown> {
  const { issuer: _, issuer_account, issuer_agency, issuer_wallet, ...body } = NEW_BOLETO;
  return { ...body, external_id: 'loja-centro' };
}
