import assert from 'node:assert/strict';
import { refusalOf } from '../../../../src/local/simulators/bradesco-validation.js';

const ADDRESS = {
  cep: '01310100',
  logradouro: 'Avenida Paulista',
  numero: '1000',
  complemento: '',
  bairro: 'Bela Vista',
  cidade: 'São Paulo',
  uf: 'SP',
};
const PAYER = {
  nome: 'José da Silva',
  documento: '52998224725',
  tipo_documento: '1',
  endereco: ADDRESS,
};
const TITLE = {
  carteira: '26',
  nosso_numero: '00000000001',
  numero_documento: '1',
  data_emissao: '2026-03-04',
  data_vencimento: '2026-12-31',
  valor_titulo: 2000,
  pagador: PAYER,
};

const payer = (changes: object) => ({ pagador: { ...PAYER, ...changes } });
const address = (changes: object) => payer({ endereco: { ...ADDRESS, ...changes } });
const options = (changes: object) => ({ informacoes_opcionais: changes });

/** One row for each rule: values that the bank still accepts, values that it refuses, and the code of the refusal. */
const rules: (readonly [string, readonly object[], readonly object[], number])[] = [
  [
    'the wallet',
    ['04', '09', '19', '25', '26'].map((carteira) => ({ carteira })),
    [{ carteira: '05' }, { carteira: '026' }, { carteira: 26 }],
    93005120,
  ],
  [
    'the nosso número',
    [{ nosso_numero: '99999999999' }],
    [{ nosso_numero: '0000000001' }, { nosso_numero: '000000000001' }, { nosso_numero: 1 }],
    9300511,
  ],
  [
    'the document number',
    [{ numero_documento: 'a'.repeat(27) }],
    [{ numero_documento: 'a'.repeat(28) }, { numero_documento: '' }, { numero_documento: 'a b' }],
    930052,
  ],
  ['the date of issue', [], [{ data_emissao: '2026-02-30' }, { data_emissao: undefined }], 9300517],
  ['the due date', [], [{ data_vencimento: '2026-02-30' }, { data_vencimento: 20261231 }], 9300528],
  [
    'the value',
    [{ valor_titulo: 1 }, { valor_titulo: 9_999_999_999 }],
    [{ valor_titulo: 0 }, { valor_titulo: 10_000_000_000 }, { valor_titulo: 20.5 }, { valor_titulo: '2000' }],
    9300520,
  ],
  [
    'the order of the dates',
    [{ data_vencimento: '2026-03-05' }],
    [{ data_vencimento: '2026-03-04' }, { data_vencimento: '2026-03-03' }],
    9300564,
  ],
  [
    'the ten years until the due date',
    [{ data_vencimento: '2036-03-04' }],
    [{ data_vencimento: '2036-03-05' }],
    9300576,
  ],
  ['an empty name', [payer({ nome: 'a' })], [payer({ nome: '' }), payer({ nome: undefined })], 93005112],
  [
    'the name',
    [payer({ nome: 'ÿ'.repeat(40) })],
    [payer({ nome: 'a'.repeat(41) }), payer({ nome: 'Ā' }), payer({ nome: 'a\n' })],
    930052,
  ],
  [
    'the document',
    [payer({ documento: '11222333000181', tipo_documento: '2' })],
    [
      payer({ documento: '52998224726' }),
      payer({ tipo_documento: '2' }),
      payer({ documento: '11222333000182', tipo_documento: '2' }),
      payer({ documento: '11222333000181', tipo_documento: '1' }),
    ],
    9300514,
  ],
  [
    'the CEP',
    [address({ cep: '00000000' })],
    [address({ cep: '0131010' }), address({ cep: '013101000' }), address({ cep: '01310-100' })],
    9300544,
  ],
  [
    'the state',
    'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'
      .split(' ')
      .map((uf) => address({ uf })),
    [address({ uf: 'XX' }), address({ uf: 'sp' }), address({ uf: undefined })],
    93005126,
  ],
  ...(
    [
      ['logradouro', 70],
      ['numero', 10],
      ['complemento', 20],
      ['bairro', 50],
      ['cidade', 50],
    ] as const
  ).map(
    ([field, width]) =>
      [
        `${field} of the address`,
        [address({ [field]: '' }), address({ [field]: 'a'.repeat(width) })],
        [
          address({ [field]: 'a'.repeat(width + 1) }),
          address({ [field]: undefined }),
          address({ [field]: 'Ā' }),
        ],
        930052,
      ] as const,
  ),
  ...(
    [
      ['perc_juros', 'valor_juros'],
      ['perc_multa_atraso', 'valor_multa_atraso'],
    ] as const
  ).map(
    ([percentage, value]) =>
      [
        `${percentage} and ${value} alone`,
        [
          options({ [percentage]: '' }),
          options({ [percentage]: '99999999' }),
          options({ [value]: 0 }),
          options({ [value]: 9_999_999_999 }),
          options({ [percentage]: '00000000', [value]: 1 }),
          options({ [percentage]: '00000001', [value]: 0 }),
        ],
        [
          options({ [percentage]: '0100000' }),
          options({ [percentage]: '001000000' }),
          options({ [percentage]: 100_000 }),
          options({ [value]: -1 }),
          options({ [value]: 10_000_000_000 }),
          options({ [value]: '1' }),
        ],
        930052,
      ] as const,
  ),
  [
    'the text of the participant',
    [options({ controle_participante: 'a'.repeat(25) })],
    [options({ controle_participante: 'a'.repeat(26) }), options({ controle_participante: 1 })],
    930052,
  ],
  ['interest of both kinds', [], [options({ perc_juros: '00000001', valor_juros: 1 })], 9300530],
  ['a fine of both kinds', [], [options({ perc_multa_atraso: '00000001', valor_multa_atraso: 1 })], 9300531],
  [
    'the first day of interest',
    [options({ qtde_dias_juros: 0 }), options({ qtde_dias_juros: 99 })],
    [options({ qtde_dias_juros: -1 }), options({ qtde_dias_juros: 100 }), options({ qtde_dias_juros: '1' })],
    93005100,
  ],
  [
    'the first day of the fine',
    [options({ qtde_dias_multa_atraso: 0 }), options({ qtde_dias_multa_atraso: 99 })],
    [options({ qtde_dias_multa_atraso: -1 }), options({ qtde_dias_multa_atraso: 100 })],
    9300532,
  ],
];

const ALONE = { valor_desconto_1: 100, data_limite_desconto_1: '2026-12-01' };
const GUARANTOR = { nome: 'Loja Final', documento: '11222333000181', tipo_documento: '2', endereco: ADDRESS };
const guarantor = (changes: object) => options({ sacador_avalista: { ...GUARANTOR, ...changes } });

rules.push(
  ['the kind of document', [options({ especie: '99' })], [options({ especie: '01' })], 9300521],
  [
    'that a discount is complete',
    [options(ALONE), options({ perc_desconto_1: '', valor_desconto_1: 0, data_limite_desconto_1: '' })],
    [
      options({ valor_desconto_1: 100 }),
      options({ data_limite_desconto_1: '2026-12-01' }),
      options({ perc_desconto_2: '00100000' }),
    ],
    9300582,
  ],
  ['a discount of both kinds', [], [options({ ...ALONE, perc_desconto_1: '00100000' })], 9300534],
  [
    'the end of a discount',
    [options({ ...ALONE, data_limite_desconto_1: '2026-12-31' })],
    [
      options({ ...ALONE, data_limite_desconto_1: '2027-01-01' }),
      options({ ...ALONE, data_limite_desconto_1: '01/12/2026' }),
    ],
    9300535,
  ],
  [
    'the first day of a discount',
    [options({ ...ALONE, data_limite_desconto_1: '2026-03-05' })],
    [options({ ...ALONE, data_limite_desconto_1: '2026-03-04' })],
    9300547,
  ],
  [
    'the order of discounts',
    [options({ ...ALONE, perc_desconto_2: '01000000', data_limite_desconto_2: '2026-12-02' })],
    [
      options({ ...ALONE, valor_desconto_2: 1, data_limite_desconto_2: '2026-12-01' }),
      options({ ...ALONE, valor_desconto_3: 1, data_limite_desconto_3: '2026-11-30' }),
    ],
    9300584,
  ],
  [
    'the size of a discount',
    [
      options({ ...ALONE, valor_desconto_1: 1999 }),
      options({ perc_desconto_1: '09999999', data_limite_desconto_1: '2026-12-01' }),
    ],
    [
      options({ ...ALONE, valor_desconto_1: 2000 }),
      options({ perc_desconto_1: '10000000', data_limite_desconto_1: '2026-12-01' }),
    ],
    9300548,
  ],
  [
    'the size of all discounts',
    [options({ ...ALONE, valor_desconto_2: 1899, data_limite_desconto_2: '2026-12-02' })],
    [options({ ...ALONE, valor_desconto_2: 1900, data_limite_desconto_2: '2026-12-02' })],
    9300583,
  ],
  [
    'the guarantor',
    [guarantor({}), guarantor({ documento: '52998224725', tipo_documento: '1' })],
    [
      guarantor({ nome: '' }),
      guarantor({ documento: '52998224725' }),
      guarantor({ endereco: { ...ADDRESS, uf: '' } }),
      guarantor({ endereco: { ...ADDRESS, cidade: '' } }),
    ],
    9300580,
  ],
  [
    'the CEP of the guarantor',
    [],
    [
      guarantor({ endereco: { ...ADDRESS, cep: '' } }),
      guarantor({ endereco: { ...ADDRESS, cep: '01310-100' } }),
    ],
    9300545,
  ],
);

describe('refusalOf', () => {
  it('accepts a valid title', () => assert.equal(refusalOf(TITLE), undefined));

  for (const [rule, accepted, refused, code] of rules) {
    it(`checks ${rule}`, () => {
      for (const changes of accepted)
        assert.equal(refusalOf({ ...TITLE, ...changes }), undefined, JSON.stringify(changes));
      for (const changes of refused)
        assert.equal(refusalOf({ ...TITLE, ...changes }), code, JSON.stringify(changes));
    });
  }
});
