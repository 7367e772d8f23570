import assert from 'node:assert/strict';
import { createRules } from '../../../../src/service/api/rules.js';

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

describe('the fields that a provider requires', () => {
  const all = {
    ...valid,
    payer_address: address,
    company_name: 'Loja',
    company_document_number: '529.982.247-25',
  };
  const connected = createRules({
    today: '2026-11-24',
    isAllowedQueue: () => true,
    canRegister: () => true,
  });
  const missingOf = (body: Record<string, unknown>) =>
    connected.flatMap((rule) => rule(body)).filter(({ message }) => message === 'is required');

  for (const [issuer, fields] of [
    ['development', []],
    ['bradesco', ['payer_address']],
    ['boleto-api-bradesco-shopfacil', ['payer_address', 'company_name', 'company_document_number']],
    ['boleto-api-itau', ['company_name', 'company_document_number']],
  ] as const) {
    it(`are ${['the payer’s', ...fields].join(', ')} for ${issuer}, but only to register`, () => {
      const always = ['payer_name', 'payer_document_type', 'payer_document_number'];
      for (const missing of Object.keys(all)) {
        const body = { ...all, issuer, [missing]: null };
        const isRequired = [...always, ...fields].includes(missing);
        assert.deepEqual(missingOf(body), isRequired ? [{ field: missing, message: 'is required' }] : []);
        assert.deepEqual(missingOf({ ...body, register: false }), []);
      }
    });
  }
});

describe('an address that its bank would refuse, and whose title id would then be spent', () => {
  const connected = createRules({ today: '2026-11-24', isAllowedQueue: () => true, canRegister: () => true });
  const errorsIn = (changes: Record<string, unknown>) => {
    const body = {
      ...valid,
      payer_address: address,
      company_name: 'Loja',
      company_document_number: '52998224725',
      ...changes,
    };
    return connected.flatMap((rule) => rule(body)).map(({ field, message }) => `${field} ${message}`);
  };
  const parts = ['zipcode', 'street', 'street_number', 'neighborhood', 'city', 'state'];
  const required = parts.map((part) => `payer_address.${part} is required`);
  const noState = 'must be a state of Brazil, as in SP or São Paulo';

  for (const issuer of ['bradesco', 'boleto-api-bradesco-shopfacil']) {
    it(`names each part that is missing at ${issuer}`, () => {
      assert.deepEqual(errorsIn({ issuer, payer_address: {} }), required);
      assert.deepEqual(errorsIn({ issuer, payer_address: { ...address, city: ' ', street: null } }), [
        'payer_address.street is required',
        'payer_address.city is required',
      ]);
      assert.deepEqual(errorsIn({ issuer, payer_address: {}, register: false }), []);
      assert.deepEqual(errorsIn({ issuer }), []);
    });

    it(`needs a CEP of eight digits at ${issuer}`, () => {
      const short = { ...address, zipcode: '5555555' };
      assert.deepEqual(errorsIn({ issuer, payer_address: short }), [
        'payer_address.zipcode must have 8 digits',
      ]);
    });
  }

  for (const issuer of ['bradesco', 'boleto-api-caixa', 'boleto-api-santander']) {
    it(`may name no state that Brazil lacks at ${issuer}`, () => {
      const abroad = { ...address, state: 'Texas' };
      assert.deepEqual(
        errorsIn({
          issuer,
          issuer_wallet: issuer.endsWith('santander') ? '101' : '26',
          payer_address: abroad,
          company_address: abroad,
        }),
        [`payer_address.state ${noState}`, `company_address.state ${noState}`],
      );
    });
  }

  it('is no matter to development, and an empty one none to Caixa', () => {
    assert.deepEqual(errorsIn({ payer_address: { state: 'Texas' } }), []);
    assert.deepEqual(errorsIn({ issuer: 'boleto-api-caixa', payer_address: {} }), []);
  });
});
