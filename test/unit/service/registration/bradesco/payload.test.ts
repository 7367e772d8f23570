import assert from 'node:assert/strict';
import { registrationPayload } from '../../../../../src/service/registration/bradesco/payload.js';
import { percentageText } from '../../../../../src/service/registration/bradesco/percentage.js';
import { boletoOf } from '../../../../support/banks.js';

type Sent = { boleto: Record<string, unknown> & { informacoes_opcionais: Record<string, unknown> } };

const sent = (changes: Parameters<typeof boletoOf>[1] = {}) =>
  registrationPayload(boletoOf('bradesco', changes), '123456789') as unknown as Sent;

describe('the request to Bradesco', () => {
  it('has the boleto in the bank’s fields', () => {
    const boleto = sent({
      id: 'bol_cjxyz0123456789abcdefghij',
      title_id: 42,
      amount: 123_456,
      expiration_date: '2026-12-31',
      created_at: new Date('2026-11-24T12:00:00Z'),
      interest: { percentage: 1, days: 1 },
      fine: { amount: 250, days: null },
      company_name: null,
    });
    assert.deepEqual(boleto, {
      merchant_id: '123456789',
      boleto: {
        carteira: '25',
        nosso_numero: '00000000042',
        numero_documento: '42',
        data_emissao: '2026-11-24',
        data_vencimento: '2026-12-31',
        valor_titulo: 123_456,
        pagador: {
          nome: 'José da Silva',
          documento: '52998224725',
          tipo_documento: '1',
          endereco: {
            cep: '01310100',
            logradouro: 'Avenida Paulista',
            numero: '1000',
            complemento: 'andar 9',
            bairro: 'Bela Vista',
            cidade: 'São Paulo',
            uf: 'SP',
          },
        },
        informacoes_opcionais: {
          perc_juros: '00100000',
          valor_juros: 0,
          qtde_dias_juros: 1,
          perc_multa_atraso: '00000000',
          valor_multa_atraso: 250,
          qtde_dias_multa_atraso: 1,
          controle_participante: 'lcjxyz0123456789abcdefghij'.slice(-25),
          especie: '99',
        },
      },
    });
  });

  it('mistake 19: has an empty address if the payer gave none', () => {
    const { pagador } = sent({ payer_address: null }).boleto as unknown as {
      pagador: { endereco: Record<string, string> };
    };
    assert.deepEqual(Object.values(pagador.endereco), ['', '', '', '', '', '', '']);
  });

  it('has zeros without interest and fine, and the first day for a charge without days', () => {
    const charges = (changes: Parameters<typeof sent>[0]) => {
      const { controle_participante, especie, sacador_avalista, ...rest } =
        sent(changes).boleto.informacoes_opcionais;
      return Object.values(rest);
    };
    assert.deepEqual(charges({ interest: null, fine: null }), ['00000000', 0, 0, '00000000', 0, 0]);
    assert.deepEqual(charges({ interest: { amount: 7 }, fine: { percentage: 2 } }), [
      ...['00000000', 7, 1],
      ...['00200000', 0, 1],
    ]);
  });

  it('has each discount as percentage or value, with its date', () => {
    const { informacoes_opcionais } = sent({
      discounts: [
        { percentage: 2.5, until: '2026-12-01' },
        { amount: 150, percentage: null, until: '2026-12-10' },
        { percentage: 0.29, until: '2026-12-20' },
      ],
    }).boleto;
    const discounts = Object.entries(informacoes_opcionais).filter(([name]) => name.includes('desconto'));
    assert.deepEqual(Object.fromEntries(discounts), {
      perc_desconto_1: '00250000',
      valor_desconto_1: 0,
      data_limite_desconto_1: '2026-12-01',
      perc_desconto_2: '00000000',
      valor_desconto_2: 150,
      data_limite_desconto_2: '2026-12-10',
      perc_desconto_3: '00029000',
      valor_desconto_3: 0,
      data_limite_desconto_3: '2026-12-20',
    });
  });

  it('has the final beneficiary as guarantor, in place of the company', () => {
    const final_beneficiary = {
      name: 'Loja Final',
      document_number: '52998224725',
      address: {
        zipcode: '04547-004',
        street: 'Rua Funchal',
        street_number: 65,
        city: 'São Paulo',
        state: 'SP',
      },
    };
    assert.deepEqual(sent({ final_beneficiary }).boleto.informacoes_opcionais.sacador_avalista, {
      nome: 'Loja Final',
      documento: '52998224725',
      tipo_documento: '1',
      endereco: {
        cep: '04547004',
        logradouro: 'Rua Funchal',
        numero: '65',
        complemento: '',
        bairro: '',
        cidade: 'São Paulo',
        uf: 'SP',
      },
    });
  });

  it('has a wallet of two digits, and an empty document if there is none', () => {
    const { carteira, pagador } = sent({ issuer_wallet: '9', payer_document_number: null }).boleto;
    assert.equal(carteira, '09');
    assert.equal((pagador as { documento: string }).documento, '');
  });

  it('has the company as guarantor if all of its fields are known', () => {
    const complete = sent().boleto.informacoes_opcionais.sacador_avalista as Record<string, unknown>;
    assert.deepEqual([complete.nome, complete.tipo_documento], ['Empresa Exemplo Ltda', '2']);
    assert.equal('sacador_avalista' in sent({ company_address: {} }).boleto.informacoes_opcionais, false);
  });

  for (const zone of ['UTC', 'America/Sao_Paulo', 'Asia/Tokyo', 'Pacific/Kiritimati']) {
    it(`mistake 11: has the same due date in ${zone}, and the issue date of São Paulo`, () => {
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        const { boleto } = sent({
          expiration_date: '2026-12-31',
          created_at: new Date('2026-11-25T02:30:00Z'),
        });
        assert.deepEqual([boleto.data_vencimento, boleto.data_emissao], ['2026-12-31', '2026-11-24']);
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    });
  }

  it('has texts cut to their widths', () => {
    const long = 'Á'.repeat(200);
    const { pagador } = sent({
      payer_name: long,
      payer_address: {
        zipcode: '01310-100-99',
        street: long,
        street_number: long,
        complementary: long,
        neighborhood: long,
        city: long,
        state: long,
      },
    }).boleto as unknown as { pagador: { nome: string; endereco: Record<string, string> } };
    const widths = [pagador.nome, ...Object.values(pagador.endereco)].map((text) => text.length);
    assert.deepEqual(widths, [40, 8, 70, 10, 20, 50, 50, 0]);
  });
});

describe('percentageText', () => {
  it('mistake 25: is exact for each of the 10,001 percentages of two decimals', () => {
    for (let hundredths = 0; hundredths <= 10_000; hundredths++) {
      const whole = String(Math.floor(hundredths / 100)).padStart(3, '0');
      const decimals = String(hundredths % 100).padStart(2, '0');
      // As a caller writes it and JSON.parse reads it.
      const percentage = JSON.parse(`${Number(whole)}.${decimals}`);
      assert.equal(percentageText(percentage), `${whole}${decimals}000`);
    }
  });

  it('never rounds up', () => {
    const texts = [0.29, 100, 33.333333, 0.000009, 1e-7, 99.999999].map(percentageText);
    assert.deepEqual(texts, ['00029000', '10000000', '03333333', '00000000', '00000000', '09999999']);
  });
});
