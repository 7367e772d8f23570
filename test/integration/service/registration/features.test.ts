import assert from 'node:assert/strict';
import type { Boleto } from '../../../../src/service/boletos/boleto.js';
import { boletoOf, providersOf, registering, useBanks } from '../../../support/banks.js';

describe('what a bank is told of a title', () => {
  const banks = useBanks();
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const address = {
    zipcode: '04547-004',
    street: 'Rua Funchal',
    street_number: 65,
    neighborhood: 'Vila Olímpia',
    city: 'São Paulo',
    state: 'SP',
  };
  const final_beneficiary = { name: 'Loja Final', document_number: '52998224725', address };

  async function register(issuer: Boleto['issuer'], changes: Partial<Boleto>) {
    const boleto = boletoOf(issuer, changes);
    const { status, code } = await registering(providersOf(banks), boleto);
    const gateway = issuer === 'bradesco' ? 'bradesco' : 'boleto-api';
    const [title] = (await banks.counts(gateway)).slice(-1);
    const sent = await fetch(`${banks.url(gateway)}/sent?key=${encodeURIComponent(title?.key ?? '')}`);
    // biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it
    return { status, code, sent: (await sent.json()) as any };
  }

  it('is three discounts, the kind and the final beneficiary at Bradesco', async () => {
    const { status, sent } = await register('bradesco', {
      document_type: 'OU',
      discounts: [
        { percentage: 10, until: day(5) },
        { amount: 100, until: day(6) },
        { amount: 50, until: day(7) },
      ],
      final_beneficiary,
    });
    assert.equal(status, 'registered');
    const { especie, perc_desconto_1, valor_desconto_2, data_limite_desconto_3, sacador_avalista } =
      sent.informacoes_opcionais;
    assert.deepEqual(
      [especie, perc_desconto_1, valor_desconto_2, data_limite_desconto_3, sacador_avalista.nome],
      ['99', '01000000', 100, day(7), 'Loja Final'],
    );
  });

  it('is refused by Bradesco where POST would have been 400', async () => {
    const codes: unknown[] = [];
    for (const changes of [
      { discounts: [{ amount: 2000, until: day(5) }] },
      { discounts: [{ amount: 1, until: day(-1) }] },
      {
        discounts: [
          { amount: 1, until: day(6) },
          { amount: 1, until: day(5) },
        ],
      },
      {
        discounts: [
          { amount: 1000, until: day(5) },
          { amount: 1000, until: day(6) },
        ],
      },
      { final_beneficiary: { ...final_beneficiary, address: null } },
    ] as Partial<Boleto>[]) {
      const { status, code } = await register('bradesco', changes);
      codes.push([status, code]);
    }
    assert.deepEqual(codes, [
      ['refused', '9300548'],
      ['refused', '9300547'],
      ['refused', '9300584'],
      ['refused', '9300583'],
      ['refused', '9300580'],
    ]);
  });

  it('is days, other amounts, the kind and the final beneficiary at Caixa', async () => {
    const { status, sent } = await register('boleto-api-caixa', {
      document_type: 'OU',
      days_to_expire: 12,
      divergent_payment: { mode: 'any' },
      final_beneficiary,
    });
    assert.equal(status, 'registered');
    assert.deepEqual(sent.title.rules, { acceptDivergentAmount: true, maxDaysToPayPastDue: 12 });
    assert.equal(sent.title.boletoType, 'OUT');
    assert.deepEqual(sent.payeeGuarantor, {
      name: 'Loja Final',
      document: { type: 'CPF', number: '52998224725' },
    });
    assert.equal('authentication' in sent, false);
  });

  const kinds: [Boleto['issuer'], NonNullable<Boleto['document_type']>[]][] = [
    ['boleto-api-bradesco-shopfacil', ['DM', 'DS', 'NP', 'RC', 'OU']],
    ['boleto-api-itau', ['DM', 'DS', 'NP', 'RC', 'BDP', 'OU']],
    ['boleto-api-banco-do-brasil', ['DM', 'DS', 'NP', 'RC', 'ND', 'CH']],
    ['boleto-api-santander', ['DM', 'DS', 'NP', 'RC', 'CH', 'BDP', 'OU']],
    ['boleto-api-stone', ['DM']],
  ];
  for (const [issuer, types] of kinds) {
    it(`is each kind of document at ${issuer}`, async () => {
      for (const document_type of types) {
        const { status, sent } = await register(issuer, { document_type });
        assert.equal(status, 'registered', document_type);
        assert.equal(sent.title.boletoType, document_type === 'OU' ? 'OUT' : document_type);
      }
    });
  }

  it('was a CNPJ with letters, which the gateway refuses', async () => {
    const letters = { payer_document_type: 'cnpj', payer_document_number: '00000000E08G12' } as const;
    const { status, code } = await register('boleto-api-itau', letters);
    assert.deepEqual([status, code], ['refused', 'MPDocumentNumber']);
  });
});
