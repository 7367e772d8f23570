import assert from 'node:assert/strict';
import { parse } from '../../../../src/boleto/index.js';
import { getBoleto, postBoleto } from '../../../../src/service/api/boletos.js';
import { createSchema } from '../../../../src/service/boletos/schema.js';
import { randomFrom } from '../../../unit/boleto/random.js';
import { call, OWNER, type Reply, TO_REGISTER, useService, validBody } from '../harness.js';

const ADDRESS = {
  zipcode: '01310-100',
  street: 'Avenida Paulista',
  street_number: 1000,
  neighborhood: 'Bela Vista',
  city: 'São Paulo',
  state: 'São Paulo',
};

const NO_COMPANY = [
  ['company_name', 'a slip must show the beneficiary'],
  ['company_document_number', 'a slip must show the CPF or CNPJ of the beneficiary'],
  ['company_address', 'a slip must show the address of the beneficiary (Lei 12.039/2009)'],
].map(([field, fact]) => ({
  field,
  message: `${fact}: give "${field}", or ask the operator to set it for the wallet`,
}));

describe('POST /boletos', () => {
  const service = useService();

  const post = (changes: Record<string, unknown> = {}): Promise<Reply> =>
    call((request) => postBoleto(service, request), { method: 'POST', body: validBody(changes) });
  const get = (id: string) => call((request) => getBoleto(service, request), { method: 'GET', id });

  it('answers the boleto with every field, in order', async () => {
    const { status, headers, body } = await post({
      title_id: 1,
      reference_id: 'order-7',
      fine: { percentage: 2, days: 1 },
    });
    assert.equal(status, 201);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    const { id, token, created_at, updated_at, barcode, digitable_line, boleto_url, ...rest } = body;
    assert.match(id, /^bol_c[0-9a-v]{24}$/);
    assert.match(boleto_url, new RegExp(`^https://boletos.example/b/${id}\\.2-[\\w-]{22}$`));
    assert.match(token, /^test_c[0-9a-v]{24}$/);
    assert.match(created_at, /^\d{4}-\d{2}-\d{2}T[\d:]{8}\.\d{3}Z$/);
    assert.match(updated_at, /^\d{4}-\d{2}-\d{2}T[\d:]{8}\.\d{3}Z$/);
    assert.equal(barcode, '23791313800000020003381260000000000100097210');
    assert.equal(digitable_line, '23793.38128 60000.000004 01000.972107 1 31380000002000');
    assert.deepEqual(rest, {
      queue_url: OWNER,
      status: 'registered',
      expiration_date: '2030-12-31',
      amount: 2000,
      paid_amount: 0,
      overpaid_amount: 0,
      interest: null,
      fine: { percentage: 2, days: 1 },
      instructions: null,
      issuer: 'development',
      issuer_account: '9721',
      issuer_agency: '3381',
      issuer_wallet: '26',
      issuer_id: null,
      issuer_response_code: null,
      title_id: 1,
      payer_name: 'Maria da Conceição',
      payer_document_type: 'cpf',
      payer_document_number: '52998224725',
      payer_address: null,
      external_id: null,
      company_name: null,
      company_document_number: null,
      company_address: null,
      bank_response_code: null,
      rules: null,
      discounts: null,
      document_type: null,
      issuer_agency_digit: null,
      issuer_account_digit: null,
      issuer_bank_account: null,
      final_beneficiary: null,
      days_to_expire: null,
      divergent_payment: null,
      warnings: NO_COMPANY,
      bank_url: null,
      reference_id: 'order-7',
      object: 'boleto',
    });
    assert.deepEqual(
      Object.keys(body).join(' '),
      [
        'id token queue_url status expiration_date amount paid_amount interest fine discounts instructions document_type',
        'issuer issuer_account issuer_agency issuer_wallet issuer_agency_digit issuer_account_digit issuer_bank_account',
        'issuer_id issuer_response_code title_id barcode digitable_line payer_name payer_document_type',
        'payer_document_number payer_address external_id company_name company_document_number company_address',
        'final_beneficiary bank_response_code rules days_to_expire divergent_payment boleto_url reference_id created_at',
        'updated_at bank_url overpaid_amount warnings object',
      ].join(' '),
    );
  });

  it('stores amounts and title ids above 32 bits', async () => {
    const { body } = await post({ amount: 9_999_999_999, title_id: 99_999_999_999 });
    assert.equal(body.amount, 9_999_999_999);
    assert.equal(body.title_id, 99_999_999_999);
    assert.equal(parse(body.barcode, { referenceDate: '2030-12-31' }).amount, 9_999_999_999);
  });

  it('issues a boleto that is not to be registered, and sends nothing', async () => {
    for (const register of [false, 'false']) {
      const { status, body } = await post({ register, issuer: 'bradesco', payer_name: null });
      assert.equal(status, 201);
      assert.equal(body.status, 'issued');
    }
    assert.deepEqual(service.sent, []);
    assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
    assert.deepEqual(
      await service.sql('SELECT registration_attempts, registering_until FROM boletos'),
      Array(2).fill({ registration_attempts: 0, registering_until: null }),
    );
  });

  it('refuses to register at a bank that this environment is not connected to', async () => {
    const { status, body } = await post({ issuer: 'bradesco', payer_address: ADDRESS });
    assert.equal(status, 400);
    assert.deepEqual(body.errors, [
      {
        type: 'invalid_parameter',
        message:
          '"issuer" bradesco is not connected to a bank here: give "register" as false to only issue the boleto',
        field: 'issuer',
      },
    ]);
    assert.deepEqual(await service.sql('SELECT id FROM boletos'), []);
  });

  it('notifies the owner of a boleto that is registered at once', async () => {
    const { body } = await post({ reference_id: 'order-7' });
    assert.deepEqual(service.sent, [
      { queueUrl: OWNER, body: { boleto_id: body.id, status: 'registered', reference_id: 'order-7' } },
    ]);
    assert.deepEqual(await service.sql('SELECT * FROM outbox'), []);
  });

  it('notifies the owner of a boleto that is refused', async () => {
    const { status, body } = await post({ amount: 5_000_004 });
    assert.equal(status, 201);
    assert.equal(body.status, 'refused');
    assert.deepEqual(service.sent, [
      { queueUrl: OWNER, body: { boleto_id: body.id, status: 'refused', reference_id: null } },
    ]);
  });

  it('sends a message to the queue for a boleto that stays pending', async () => {
    const { status, body } = await post({ amount: 5_000_003 });
    assert.equal(status, 201);
    assert.equal(body.status, 'pending_registration');
    assert.deepEqual(service.sent, [{ queueUrl: TO_REGISTER, body: { boleto_id: body.id } }]);
  });

  it('answers 201 if the queue does not answer, and keeps the message', async () => {
    service.breakQueues(true);
    const { status, body } = await post();
    assert.equal(status, 201);
    assert.equal(body.status, 'registered');
    const [kept] = await service.sql('SELECT boleto_id, kind FROM outbox');
    assert.deepEqual(kept, { boleto_id: body.id, kind: 'notification' });
  });

  it('stores the due date without moving it to another day', async () => {
    const { body } = await post();
    const [row] = await service.sql('SELECT expiration_date::text FROM boletos WHERE id = $1', [body.id]);
    assert.deepEqual(row, { expiration_date: '2030-12-31' });
  });

  it('reports every wrong field at once and stores nothing', async () => {
    const { status, body } = await post({
      amount: 0,
      colour: 'blue',
      queue_url: 'https://example.com/',
      payer_name: '',
    });
    assert.equal(status, 400);
    assert.deepEqual(body, {
      errors: [
        {
          type: 'invalid_parameter',
          message: '"amount" must be larger than or equal to 1',
          field: 'amount',
        },
        { type: 'invalid_parameter', message: '"colour" is not allowed', field: 'colour' },
        {
          type: 'invalid_parameter',
          message:
            '"queue_url" must be the URL of an SQS queue that this API key may name, in the service\'s region',
          field: 'queue_url',
        },
        { type: 'invalid_parameter', message: '"payer_name" is required', field: 'payer_name' },
      ],
    });
    assert.deepEqual(await service.sql('SELECT id FROM boletos'), []);
  });

  it('refuses a boleto without a due date, which banks no longer register, and one without an amount', async () => {
    for (const [field, value, message] of [
      ['expiration_date', null, 'must be a number of milliseconds or valid date string'],
      ['expiration_date', '', 'must be a date of the calendar as YYYY-MM-DD'],
      ['expiration_date', undefined, 'is required'],
      ['amount', 0, 'must be larger than or equal to 1'],
    ] as const) {
      const { status, body } = await post({ [field]: value });
      assert.equal(status, 400);
      assert.deepEqual(body.errors, [{ type: 'invalid_parameter', message: `"${field}" ${message}`, field }]);
    }
  });

  it('refuses instructions with more lines than the slip has room for, before the bank registers the boleto', async () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `Linha ${index}`).join('\n');
    assert.equal((await post({ instructions: lines(35) })).status, 201);
    for (const register of [true, false]) {
      const { status, body } = await post({ instructions: lines(36), register });
      const message =
        '"instructions" must fit on the slip: instructions is longer than its place on the slip has room for';
      assert.equal(status, 400);
      assert.deepEqual(body.errors, [{ type: 'invalid_parameter', message, field: 'instructions' }]);
    }
    assert.equal((await service.sql('SELECT id FROM boletos')).length, 1);
  });

  it('refuses names without a visible character, which a bank would get as an empty text', async () => {
    const { status, body } = await post({ payer_name: '\u200b \u202e' });
    assert.equal(status, 400);
    assert.equal(body.errors[0].message, '"payer_name" is required');
  });

  it('stores every field of the body', async () => {
    const given = {
      instructions: 'Não receber após o vencimento\n"aspas" 💸',
      interest: { amount: 10, days: 1 },
      payer_address: {
        zipcode: '01310100',
        street: 'Av. Paulista',
        street_number: 1000,
        city: 'São Paulo',
        state: 'SP',
      },
      company_name: 'Loja',
      company_document_number: '12.ABC.345/01DE-35',
      company_address: { street_number: '12-A', complementary: null },
      external_id: 'acme',
      token: 'tok',
      rules: ['no_strict'],
    };
    const { body } = await post(given);
    const { body: shown } = await get(body.id);
    assert.deepEqual(shown, body);
    for (const [key, value] of Object.entries({ ...given, company_document_number: '12ABC34501DE35' })) {
      assert.deepEqual(shown[key], value, key);
    }
  });

  it('answers 201 or 400, never 5xx, to 400 randomly changed bodies', async () => {
    const next = randomFrom(20261124);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
    const values = [
      null,
      true,
      '',
      ' ',
      'x',
      '0',
      0,
      -1,
      1e21,
      0.1,
      [],
      {},
      [null],
      { a: 1 },
      '\0',
      '\ud800',
      '💸',
      'a'.repeat(300),
      '2030-12-31',
      '9999-12-31',
      '52998224725',
      99_999_999_999,
      5_000_003,
      'true',
      'development',
      'no_strict',
      '"; --',
    ];
    const fields = [...Object.keys(createSchema.def.shape), 'unknown', '__proto__', 'constructor'];
    const seen = new Set<number>();
    for (let round = 0; round < 400; round++) {
      const changes: [string, unknown][] = [];
      for (let change = 0; change < 1 + next() * 3; change++) changes.push([pick(fields), pick(values)]);
      const { status, body } = await post(Object.fromEntries(changes));
      assert.ok(status === 201 || status === 400, `${status} for ${JSON.stringify(changes)}`);
      if (status === 400) assert.ok(body.errors.length > 0);
      seen.add(status);
    }
    assert.deepEqual([...seen].sort(), [201, 400]);
  });
});
