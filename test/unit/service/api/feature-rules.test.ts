import assert from 'node:assert/strict';
import { createRules } from '../../../../src/service/api/rules.js';
import { ISSUERS, type Issuer } from '../../../../src/service/issuers/issuers.js';

const address = {
  zipcode: '01310-100',
  street: 'Avenida Paulista',
  street_number: 1000,
  neighborhood: 'Bela Vista',
  city: 'São Paulo',
  state: 'SP',
};
const valid = {
  expiration_date: '2026-12-31',
  amount: 2000,
  payer_name: 'Maria',
  payer_document_type: 'cnpj',
  payer_document_number: '11.222.333/0001-81',
  payer_address: address,
  company_name: 'Loja',
  company_document_number: '52998224725',
};
const rules = createRules({ today: '2026-11-24', isAllowedQueue: () => true, canRegister: () => true });

function fieldsOf(issuer: Issuer, changes: Record<string, unknown>): string[] {
  const body = { ...valid, issuer, ...changes };
  return rules.flatMap((rule) => rule(body)).map(({ field }) => field);
}

/** Returns the issuers that take a change. */
const issuersFor = (changes: Record<string, unknown>) =>
  (Object.keys(ISSUERS) as Issuer[]).filter((issuer) => fieldsOf(issuer, changes).length === 0);

const short = (issuers: string[]) => issuers.map((issuer) => issuer.replace('boleto-api-', ''));

describe('what a provider cannot be told', () => {
  const final_beneficiary = { name: 'Loja Final', document_number: '52998224725', address };

  it('is refused for every other issuer', () => {
    const takers: Record<string, string[]> = {
      discounts: short(issuersFor({ discounts: [{ amount: 1, until: '2026-12-01' }] })),
      final_beneficiary: short(issuersFor({ final_beneficiary })),
      days_to_expire: short(issuersFor({ days_to_expire: 5 })),
      any: short(issuersFor({ divergent_payment: { mode: 'any' } })),
      minimum: short(issuersFor({ divergent_payment: { mode: 'minimum', amount: 1 } })),
    };
    assert.deepEqual(takers, {
      discounts: ['development', 'bradesco'],
      final_beneficiary: ['development', 'bradesco', 'caixa'],
      days_to_expire: ['development', 'caixa'],
      any: ['development', 'caixa'],
      minimum: ['development'],
    });
  });

  // The boleto types in the gateway's own code, by bank; apiregistro's clients send 99 only.
  const types: Record<string, string> = {
    development: 'DM DS NP RC ND CH BDP OU',
    bradesco: 'OU',
    'boleto-api-bradesco-shopfacil': 'DM DS NP RC OU',
    'boleto-api-caixa': 'OU',
    'boleto-api-itau': 'DM DS NP RC BDP OU',
    'boleto-api-banco-do-brasil': 'DM DS NP RC ND CH',
    'boleto-api-santander': 'DM DS NP RC CH BDP OU',
    'boleto-api-stone': 'DM',
  };
  for (const [issuer, taken] of Object.entries(types)) {
    it(`is another kind of document than ${taken} at ${issuer}`, () => {
      const all = 'DM DS NP RC ND CH BDP OU'.split(' ');
      assert.deepEqual(
        all.filter((document_type) => fieldsOf(issuer as Issuer, { document_type }).length === 0).join(' '),
        taken,
      );
      assert.deepEqual(fieldsOf(issuer as Issuer, { document_type: 'LC', register: false }), []);
    });
  }

  it('was a title id spent and a boleto refused: a CNPJ with letters at the gateway, which removes them', () => {
    const letters = '00.000.000/E08G-12';
    for (const [field, changes] of [
      ['payer_document_number', { payer_document_number: letters }],
      ['company_document_number', { company_document_number: letters.toLowerCase() }],
    ] as const) {
      assert.deepEqual(short(issuersFor(changes)), ['development', 'bradesco'], field);
      assert.deepEqual(fieldsOf('boleto-api-itau', changes), [field]);
      assert.deepEqual(fieldsOf('boleto-api-itau', { ...changes, register: false }), []);
    }
    const final = { final_beneficiary: { ...final_beneficiary, document_number: letters } };
    assert.deepEqual(fieldsOf('boleto-api-caixa', final), ['final_beneficiary.document_number']);
  });

  it('is not checked for a boleto that nobody registers', () => {
    for (const issuer of Object.keys(ISSUERS) as Issuer[]) {
      const changes = {
        register: false,
        discounts: [{ amount: 1, until: '2026-12-01' }],
        final_beneficiary,
        days_to_expire: 5,
        divergent_payment: { mode: 'minimum', amount: 1 },
        document_type: 'FAT',
      };
      assert.deepEqual(fieldsOf(issuer, changes), [], issuer);
    }
  });

  it('is named with what to do', () => {
    const [error] = rules
      .flatMap((rule) => rule({ ...valid, issuer: 'boleto-api-itau', days_to_expire: 5 }))
      .map(({ field, message }) => `"${field}" ${message}`);
    assert.equal(
      error,
      '"days_to_expire" must be left out at boleto-api-itau, which cannot be told how late it may be paid',
    );
  });
});

describe('what Bradesco refuses', () => {
  const until = (...discounts: [string, object][]) => ({
    discounts: discounts.map(([day, price]) => ({ until: day, ...price })),
  });

  it('is a title that is issued on its due date', () => {
    assert.deepEqual(fieldsOf('bradesco', { expiration_date: '2026-11-24' }), ['expiration_date']);
    assert.deepEqual(fieldsOf('bradesco', { expiration_date: '2026-11-25' }), []);
    assert.deepEqual(fieldsOf('boleto-api-itau', { expiration_date: '2026-11-24' }), []);
  });

  it('is a discount that ends on the day of issue, and discounts that reach the amount together', () => {
    const day: [string, object] = ['2026-11-24', { amount: 1 }];
    assert.deepEqual(fieldsOf('bradesco', until(day)), ['discounts.0.until']);
    const halves = until(['2026-12-01', { amount: 1000 }], ['2026-12-02', { percentage: 50 }]);
    assert.deepEqual(fieldsOf('bradesco', halves), ['discounts']);
    const less = until(['2026-12-01', { amount: 999 }], ['2026-12-02', { percentage: 50 }]);
    assert.deepEqual(fieldsOf('bradesco', less), []);
  });

  it('is a final beneficiary without its whole address', () => {
    const final = { name: 'Loja Final', document_number: '52998224725' };
    const parts = ['zipcode', 'street', 'street_number', 'neighborhood', 'city', 'state'];
    assert.deepEqual(
      fieldsOf('bradesco', { final_beneficiary: final }),
      parts.map((part) => `final_beneficiary.address.${part}`),
    );
    assert.deepEqual(fieldsOf('boleto-api-caixa', { final_beneficiary: final }), []);
    const wrong = { ...final, address: { ...address, state: 'Sao Paul' } };
    assert.deepEqual(fieldsOf('boleto-api-caixa', { final_beneficiary: wrong }), [
      'final_beneficiary.address.state',
    ]);
  });
});
