import { brCode, issue } from '../../src/boleto/index.js';
import type { SlipData } from '../../src/boleto/slip/index.js';

/** Returns a complete slip of a bakery. `changes` replaces some of its fields. */
export function exampleSlip(changes: Partial<SlipData> = {}): SlipData {
  return {
    boleto: issue({
      bank: '237',
      dueDate: '2026-12-31',
      amount: 123456,
      agency: '3381',
      account: '9721',
      wallet: '26',
      titleId: '1',
    }),
    dueDate: '2026-12-31',
    account: { agencyDigit: '2', accountDigit: '3' },
    beneficiary: {
      name: 'Padaria São João Ltda.',
      document: '12.ABC.345/01DE-35',
      address: {
        street: 'Rua Conceição',
        streetNumber: '308',
        complement: 'cj. 11',
        neighborhood: 'Vila Olímpia',
        city: 'São Paulo',
        state: 'SP',
        zipCode: '04551010',
      },
    },
    payer: {
      name: 'José Antônio da Conceição',
      document: '529.982.247-25',
      address: { street: 'Avenida Água Branca', city: 'São Paulo', state: 'SP', zipCode: '05001-000' },
    },
    finalBeneficiary: { name: 'Moinho Três Irmãos S.A.', document: '11.222.333/0001-81' },
    documentNumber: 'NF-2026/0042',
    documentKind: 'DM',
    documentDate: '2026-11-24',
    instructions: [
      'Após o vencimento, multa de 2 % e juros de 1 % ao mês.',
      'Não receber após 30 dias do vencimento.',
    ],
    statement: ['Fornecimento de pães e bolos, novembro de 2026', 'Pedido 4711'],
    pix: brCode.build({
      url: 'pix.example.com.br/qr/v2/cobv/0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      amount: 123456,
      name: 'PADARIA SAO JOAO',
      city: 'SAO PAULO',
    }),
    ...changes,
  };
}
