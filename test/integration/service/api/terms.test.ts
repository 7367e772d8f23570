import assert from 'node:assert/strict';
import { providersOf, useBanks } from '../../../support/banks.js';
import { linesOf } from '../../../unit/service/lines.js';
import { useApi } from '../api.js';
import { validBody } from '../harness.js';

const ADDRESS = {
  zipcode: '01310100',
  street: 'Avenida Paulista',
  street_number: '1000',
  neighborhood: 'Bela Vista',
  city: 'São Paulo',
  state: 'SP',
};
const FINAL = { name: 'Loja Final', document_number: '52998224725', address: ADDRESS };
const CAIXA = { issuer: 'boleto-api-caixa', issuer_account: '200656', issuer_wallet: '14' };
const TERMS = {
  document_type: 'OU',
  issuer_agency_digit: '2',
  issuer_account_digit: 'P',
  issuer_bank_account: '00012345',
  final_beneficiary: FINAL,
  discounts: [{ percentage: 5, until: '2030-12-01' }],
  days_to_expire: 12,
  divergent_payment: { mode: 'minimum', amount: 500 },
};

describe('the terms of a boleto', () => {
  const { service, api } = useApi();
  const banks = useBanks();
  before(() => Object.assign(service, { providers: providersOf(banks) }));

  async function post(changes: Record<string, unknown>, headers = {}) {
    const body = validBody({
      payer_address: ADDRESS,
      company_name: 'Empresa Exemplo Ltda',
      company_document_number: '11222333000181',
      company_address: ADDRESS,
      ...changes,
    });
    const { result } = await linesOf(() => api({ method: 'POST', path: '/boletos', body, headers }));
    return result;
  }
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it
  const termsOf = (boleto: any) => Object.fromEntries(Object.keys(TERMS).map((name) => [name, boleto[name]]));

  it('are in the answer, in GET, in the list, and in the answer to a repetition', async () => {
    const first = await post(TERMS, { 'Idempotency-Key': 'k1' });
    assert.equal(first.status, 201, first.bytes.toString());
    assert.deepEqual(termsOf(first.json()), TERMS);
    const { id } = first.json();
    const shown = await api({ method: 'GET', path: `/boletos/${id}` });
    assert.deepEqual(termsOf(shown.json()), TERMS);
    const listed = await api({ method: 'GET', path: '/boletos' });
    assert.deepEqual(listed.json().map(termsOf), [TERMS]);
    const again = await post(TERMS, { 'Idempotency-Key': 'k1' });
    assert.equal(again.bytes.toString(), first.bytes.toString());
  });

  it('are null in the answer to a key that the release before kept', async () => {
    await post({}, { 'Idempotency-Key': 'k1' });
    await service.sql('UPDATE idempotency_keys SET answer = (answer::jsonb - $1::text[])::json', [
      Object.keys(TERMS),
    ]);
    const again = await post({}, { 'Idempotency-Key': 'k1' });
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.deepEqual(
      termsOf(again.json()),
      Object.fromEntries(Object.keys(TERMS).map((name) => [name, null])),
    );
  });

  it('reach Caixa, which is told them by its gateway', async () => {
    const { divergent_payment: _, discounts: __, issuer_bank_account: ___, ...terms } = TERMS;
    const reply = await post({ ...terms, ...CAIXA, divergent_payment: { mode: 'any' }, title_id: 77 });
    assert.deepEqual([reply.status, reply.json().status], [201, 'registered'], reply.bytes.toString());
    const sent = await fetch(`${banks.url('boleto-api')}/sent?key=104/200656/77`);
    const { title, payeeGuarantor, agreement } = (await sent.json()) as Record<
      string,
      Record<string, unknown>
    >;
    assert.deepEqual(title?.rules, { acceptDivergentAmount: true, maxDaysToPayPastDue: 12 });
    assert.deepEqual(payeeGuarantor?.document, { type: 'CPF', number: '52998224725' });
    assert.deepEqual([agreement?.agencyDigit, agreement?.accountDigit], ['2', 'P']);
  });

  const refused: [string, Record<string, unknown>, string][] = [
    [
      'was 201, spent a number and ended refused: a CNPJ with letters at the gateway',
      { ...CAIXA, payer_document_type: 'cnpj', payer_document_number: '00.000.000/E08G-12' },
      'payer_document_number',
    ],
    ['a discount at Caixa', { ...CAIXA, discounts: TERMS.discounts }, 'discounts'],
    ['a kind that Caixa does not have', { ...CAIXA, document_type: 'DM' }, 'document_type'],
    [
      'a minimum at Caixa',
      { ...CAIXA, divergent_payment: { mode: 'minimum', amount: 1 } },
      'divergent_payment.mode',
    ],
    ['days at Bradesco', { issuer: 'bradesco', days_to_expire: 1 }, 'days_to_expire'],
    [
      'a due date of today at Bradesco',
      { issuer: 'bradesco', expiration_date: '2026-11-24' },
      'expiration_date',
    ],
  ];
  for (const [what, changes, field] of refused) {
    it(`are 400 before a number is taken: ${what}`, async () => {
      const reply = await post(changes);
      assert.equal(reply.status, 400, reply.bytes.toString());
      assert.deepEqual(
        reply.json().errors.map((error: { field: string }) => error.field),
        [field],
      );
      assert.deepEqual(await service.sql('SELECT id FROM boletos'), []);
      assert.deepEqual(await service.sql('SELECT account FROM title_ids WHERE last > 0'), []);
      const issued = await post({ ...changes, register: false });
      assert.equal(issued.status, 201, issued.bytes.toString());
    });
  }

  it('warn of interest and a fine where nothing shows that the bank is told', async () => {
    const charges = { interest: { percentage: 1 }, fine: { amount: 100 } };
    const warned = async (changes: Record<string, unknown>) => {
      const { status, warnings } = (await post({ ...charges, ...changes })).json();
      return [status, warnings.map(({ field }: { field: string }) => field)];
    };
    const itau = {
      issuer: 'boleto-api-itau',
      issuer_agency: '0057',
      issuer_account: '12345',
      issuer_wallet: '109',
    };
    assert.deepEqual(await warned(itau), ['registered', ['interest', 'fine']]);
    assert.deepEqual(await warned({ ...itau, register: false }), ['issued', []]);
    assert.deepEqual(await warned(CAIXA), ['registered', []]);
    assert.deepEqual(await warned({ issuer: 'bradesco' }), ['registered', []]);
  });
});
