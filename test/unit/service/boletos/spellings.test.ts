import assert from 'node:assert/strict';
import { changesInOneSpelling, inOneSpelling } from '../../../../src/service/boletos/spellings.js';

describe('a body in the spelling of 2017', () => {
  for (const [what, given, stored] of [
    ['an amount as text', { amount: '2000' }, { amount: 2000 }],
    ['an amount with a blank and a point', { amount: ' 2000.0' }, { amount: 2000 }],
    ['a title id as text', { title_id: '77' }, { title_id: 77 }],
    ['no interest', { interest: {}, fine: {} }, { interest: null, fine: null }],
    ['zeros for no charge', { fine: { percentage: 0, amount: 0, days: 0 } }, { fine: null }],
    ['nulls for no charge', { fine: { percentage: null, amount: null, days: null } }, { fine: null }],
    ['0 beside a percentage', { fine: { percentage: 2, amount: 0 } }, { fine: { percentage: 2 } }],
    ['0 beside an amount', { fine: { percentage: 0, amount: 5 } }, { fine: { amount: 5 } }],
    ['day 0', { fine: { percentage: 2, days: 0 } }, { fine: { percentage: 2, days: 1 } }],
    [
      'a charge as text',
      { fine: { percentage: '0.29', days: '3' } },
      { fine: { percentage: 0.29, days: 3 } },
    ],
    ['register as text', { register: 'FALSE' }, { register: false }],
    [
      'a CPF as a number, which has lost its zeros',
      { payer_document_type: 'cpf', payer_document_number: 1234567890 },
      { payer_document_type: 'cpf', payer_document_number: '01234567890' },
    ],
    [
      'a CNPJ as a number',
      { payer_document_type: 'cnpj', payer_document_number: 1234567000195 },
      { payer_document_type: 'cnpj', payer_document_number: '01234567000195' },
    ],
    [
      'a company’s CNPJ as a number',
      { company_document_number: 1234567000195 },
      { company_document_number: '01234567000195' },
    ],
    ['an instant', { expiration_date: '2026-12-31T15:00:00.000Z' }, { expiration_date: '2026-12-31' }],
  ] as const) {
    it(`may hold ${what}`, () => assert.deepEqual(inOneSpelling(given), stored));
  }

  for (const wrong of [
    { amount: '20,00' },
    { amount: '' },
    { fine: { days: 3 } },
    { fine: { percentage: 0, colour: 'blue' } },
    { fine: [] },
    { register: 'yes' },
    { payer_document_number: -1 },
    { payer_document_number: 1.5 },
    { expiration_date: 'soon' },
  ]) {
    it(`stays wrong: ${JSON.stringify(wrong)}`, () => {
      const [[name, value] = []] = Object.entries(inOneSpelling(wrong));
      const kept = name === 'fine' && 'colour' in Object(value) ? { fine: { colour: 'blue' } } : wrong;
      assert.deepEqual({ [String(name)]: value }, kept);
    });
  }

  it('keeps a field of any name, so that the schema reports it', () => {
    const body = inOneSpelling(JSON.parse('{"__proto__": 1, "amount": "5"}'));
    assert.deepEqual(Object.entries(body), [
      ['__proto__', 1],
      ['amount', 5],
    ]);
  });

  it('may leave a payment out as null', () => {
    assert.deepEqual(changesInOneSpelling({ paid_amount: null, bank_response_code: '06' }), {
      bank_response_code: '06',
    });
    assert.deepEqual(changesInOneSpelling({ paid_amount: '1999' }), { paid_amount: 1999 });
  });
});
