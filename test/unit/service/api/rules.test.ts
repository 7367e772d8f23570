import assert from 'node:assert/strict';
import { createRules } from '../../../../src/service/api/rules.js';
import { validate } from '../../../../src/service/api/validate.js';
import { createSchema, updateSchema } from '../../../../src/service/boletos/schema.js';
import { HttpError } from '../../../../src/service/http/errors.js';

const valid = {
  queue_url: 'allowed',
  expiration_date: '2026-12-31',
  amount: 2000,
  issuer: 'development',
  issuer_account: '9721',
  issuer_agency: '3381',
  issuer_wallet: '26',
  payer_name: 'Maria',
  payer_document_type: 'cpf',
  payer_document_number: '52998224725',
};
const address = {
  zipcode: '01310-100',
  street: 'Avenida Paulista',
  street_number: 1000,
  neighborhood: 'Bela Vista',
  city: 'São Paulo',
  state: 'São Paulo',
};
const rules = createRules({
  today: '2026-11-24',
  isAllowedQueue: (url) => url === 'allowed',
  canRegister: (issuer) => issuer === 'development',
});

/** Validates a valid body with changes, and returns the messages of the errors. */
function errorsOf(
  changes: Record<string, unknown>,
  schema: Parameters<typeof validate>[0] = createSchema,
): string[] {
  try {
    validate(
      schema,
      schema === createSchema ? { ...valid, ...changes } : changes,
      schema === createSchema ? rules : [],
    );
    return [];
  } catch (error) {
    assert.ok(error instanceof HttpError);
    assert.equal(error.status, 400);
    assert.ok(error.errors.every(({ type }) => type === 'invalid_parameter'));
    return error.errors.map(({ message }) => message);
  }
}

describe('the fields of POST /boletos', () => {
  const refused: [string, Record<string, unknown>, string[]][] = [
    ['amount 0', { amount: 0 }, ['"amount" must be larger than or equal to 1']],
    ['a negative amount', { amount: -1 }, ['"amount" must be larger than or equal to 1']],
    ['half a cent', { amount: 1.5 }, ['"amount" must be an integer']],
    ['an amount as text', { amount: '10' }, ['"amount" must be a number']],
    ['an amount of 10^10', { amount: 10_000_000_000 }, ['"amount" must be less than or equal to 9999999999']],
    ['an endless amount', { amount: Number.POSITIVE_INFINITY }, ['"amount" must be a number']],
    ['a missing amount', { amount: undefined }, ['"amount" is required']],
    ['a null amount', { amount: null }, ['"amount" must be a number']],
    [
      '30 February',
      { expiration_date: '2027-02-30' },
      ['"expiration_date" must be a date of the calendar as YYYY-MM-DD'],
    ],
    [
      'a timestamp',
      { expiration_date: '2026-12-31T00:00:00Z' },
      ['"expiration_date" must be a date of the calendar as YYYY-MM-DD'],
    ],
    [
      'yesterday',
      { expiration_date: '2026-11-23' },
      ['"expiration_date" must not be before today, 2026-11-24'],
    ],
    ['1970', { expiration_date: '1970-01-01' }, ['"expiration_date" must not be before today, 2026-11-24']],
    [
      'more than ten years',
      { expiration_date: '2036-11-25' },
      ['"expiration_date" must not be after 2036-11-24, 10 years from today'],
    ],
    [
      'a queue of others',
      { queue_url: 'other' },
      ['"queue_url" must be the URL of an SQS queue that this API key may name, in the service\'s region'],
    ],
    [
      'an unknown issuer',
      { issuer: 'caixa' },
      [
        '"issuer" must be one of [development, bradesco, boleto-api-bradesco-shopfacil, boleto-api-caixa, boleto-api-itau, boleto-api-banco-do-brasil, boleto-api-santander, boleto-api-stone]',
      ],
    ],
    [
      'an account of eight digits',
      { issuer_account: '12345678' },
      ['"issuer_account" must be 1 to 7 digits'],
    ],
    [
      'an account with its check digit',
      { issuer_account: '469-2' },
      ['"issuer_account" must be 1 to 7 digits'],
    ],
    ['an account as a number', { issuer_account: 469 }, ['"issuer_account" must be a string']],
    ['an agency of five digits', { issuer_agency: '12345' }, ['"issuer_agency" must be 1 to 4 digits']],
    ['a wallet of three digits', { issuer_wallet: '126' }, ['"issuer_wallet" must be 1 to 2 digits']],
    ['title id 0', { title_id: 0 }, ['"title_id" must be larger than or equal to 1']],
    [
      'a title id of twelve digits',
      { title_id: 100_000_000_000 },
      ['"title_id" must be an integer from 1 to 99999999999'],
    ],
    [
      'a bank that is not connected',
      { issuer: 'bradesco', payer_address: address },
      [
        '"issuer" bradesco is not connected to a bank here: give "register" as false to only issue the boleto',
      ],
    ],
    [
      'instructions of 4001 characters',
      { instructions: 'a'.repeat(4_001) },
      ['"instructions" must have at most 4000 characters'],
    ],
    ['a missing queue', { queue_url: undefined }, ['"queue_url" is required']],
    ['an empty token', { token: '' }, ['"token" must not be empty']],
    [
      'a CPF with a wrong digit',
      { payer_document_number: '52998224726' },
      ['"payer_document_number" must be a valid CPF'],
    ],
    [
      'a CPF as a number',
      { payer_document_number: 52998224725 },
      ['"payer_document_number" must be a string'],
    ],
    [
      'a wrong document without a type',
      { register: false, payer_document_type: null, payer_document_number: '123' },
      ['"payer_document_number" must be a valid CPF or CNPJ'],
    ],
    ['a CPF as a CNPJ', { payer_document_type: 'cnpj' }, ['"payer_document_number" must be a valid CNPJ']],
    [
      'a wrong company document',
      { company_document_number: 'abc' },
      ['"company_document_number" must be a valid CPF or CNPJ'],
    ],
    [
      'a missing payer',
      { payer_name: null, payer_document_type: '', payer_document_number: undefined },
      [
        '"payer_name" is required',
        '"payer_document_type" is required',
        '"payer_document_number" is required',
      ],
    ],
    [
      'interest of both kinds',
      { interest: { percentage: 1, amount: 1 } },
      ['"interest" must have percentage or amount, not both'],
    ],
    ['interest of no kind', { interest: { days: 1 } }, ['"interest" must have percentage or amount']],
    [
      'a fine of 101 %',
      { fine: { percentage: 101 } },
      ['"fine.percentage" must be less than or equal to 100'],
    ],
    [
      'a fine after 100 days',
      { fine: { amount: 1, days: 100 } },
      ['"fine.days" must be less than or equal to 99'],
    ],
    [
      'an unknown part of an address',
      { payer_address: { country: 'BR' } },
      ['"payer_address.country" is not allowed'],
    ],
    ['an address as text', { payer_address: 'Rua' }, ['"payer_address" must be an object']],
    [
      'an unknown rule',
      { rules: ['never'] },
      ['"rules.0" must be one of [strict_expiration_date, no_strict]'],
    ],
    [
      'rules that contradict',
      { rules: ['no_strict', 'strict_expiration_date'] },
      ['"rules" must not hold strict_expiration_date and no_strict at once'],
    ],
    ['register as a word', { register: 'yes' }, ['"register" must be a boolean']],
    ['a NUL', { payer_name: 'a\0' }, ['"payer_name" must not contain NUL or half a character']],
    [
      'half a character',
      { instructions: '\ud83d' },
      ['"instructions" must not contain NUL or half a character'],
    ],
    [
      'a name without an end',
      { payer_name: 'a'.repeat(256) },
      ['"payer_name" must have at most 255 characters'],
    ],
    ['unknown fields', { id: 1, status: 'registered' }, ['"id" is not allowed', '"status" is not allowed']],
    ['a field named __proto__', JSON.parse('{"__proto__":{"amount":1}}'), ['"__proto__" is not allowed']],
  ];
  for (const [what, changes, messages] of refused) {
    it(`refuse ${what}`, () => assert.deepEqual(errorsOf(changes), messages));
  }

  const accepted: [string, Record<string, unknown>][] = [
    ['the smallest and the largest amount', { amount: 9_999_999_999 }],
    ['today', { expiration_date: '2026-11-24' }],
    ['a leap day', { expiration_date: '2028-02-29' }],
    ['ten years', { expiration_date: '2036-11-24' }],
    ['a title id beyond 32 bits', { title_id: 99_999_999_999 }],
    ['an alphanumeric CNPJ', { payer_document_type: 'cnpj', payer_document_number: '12.ABC.345/01DE-35' }],
    ['a CPF with a leading zero', { payer_document_number: '00000000191' }],
    [
      'a CPF without a type',
      { register: false, payer_document_type: null, payer_document_number: '52998224725' },
    ],
    [
      'a CNPJ without a type',
      { register: false, payer_document_type: '', payer_document_number: '12.ABC.345/01DE-35' },
    ],
    ['a token of one character', { token: 'a' }],
    ['instructions of 4000 characters', { instructions: 'a'.repeat(4_000) }],
    ['a CPF of a company', { company_document_number: '529.982.247-25' }],
    ['a CNPJ of a company', { company_document_number: '12.ABC.345/01DE-35' }],
    ['an empty document of a company', { company_document_number: '' }],
    [
      'nulls',
      {
        token: null,
        title_id: null,
        interest: null,
        fine: null,
        payer_address: null,
        rules: null,
        instructions: '',
      },
    ],
    [
      'a bank that is not connected, only to issue',
      { issuer: 'bradesco', register: false, payer_name: undefined },
    ],
    ['interest by per cent', { interest: { percentage: 0.29, amount: null, days: 1 } }],
    [
      'a street number of either kind',
      { payer_address: { street_number: 308 }, company_address: { street_number: '308 A' } },
    ],
  ];
  for (const [what, changes] of accepted) it(`accept ${what}`, () => assert.deepEqual(errorsOf(changes), []));
});

describe('the fields of PATCH /boletos/{id}', () => {
  for (const [changes, messages] of [
    [{ paid_amount: -1 }, ['"paid_amount" must be larger than or equal to 0']],
    [{ paid_amount: '1' }, ['"paid_amount" must be a number']],
    [{ bank_response_code: 6 }, ['"bank_response_code" must be a string']],
    [{ amount: 1 }, ['"amount" is not allowed']],
    [{ paid_amount: 0, bank_response_code: '06' }, []],
  ] as const) {
    it(`${messages.length ? 'refuse' : 'accept'} ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(errorsOf(changes, updateSchema), messages);
    });
  }
});
