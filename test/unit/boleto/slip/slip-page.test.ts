import assert from 'node:assert/strict';
import { brCode } from '../../../../src/boleto/index.js';
import {
  bankCodeWithDigit,
  type Cell,
  type Item,
  type SlipData,
  slipPage,
} from '../../../../src/boleto/slip/index.js';
import { randomSlip } from '../../../support/random-slip.js';
import { exampleSlip } from '../../../support/slip.js';
import { randomFrom } from '../random.js';

function items(data: SlipData, section: string): readonly Item[] {
  return slipPage(data).sections.find(({ name }) => name === section)?.items ?? [];
}

/** Label and lines of each field of a part that says something. */
function fields(data: SlipData, section: string): Record<string, string> {
  const cells = items(data, section).filter((item): item is Cell => item.kind === 'cell');
  return Object.fromEntries(
    cells
      .filter(({ label, text }) => label !== undefined && text.lines.length > 0)
      .map(({ label, text }) => [label, text.lines.join(' | ')]),
  );
}

function refusal(changes: Partial<SlipData>) {
  try {
    slipPage(exampleSlip(changes));
  } catch (error) {
    const { name, code, field, message } = error as Error & { code: string; field: string };
    assert.equal(name, 'BoletoError');
    return `${code} ${field}: ${message}`;
  }
  return 'none';
}

describe('slipPage', () => {
  it('prints the fields of the ficha de compensação', () => {
    assert.deepEqual(fields(exampleSlip(), 'Ficha de compensação'), {
      'Local de pagamento': 'PAGÁVEL EM QUALQUER BANCO',
      'Data de vencimento': '31/12/2026',
      Beneficiário:
        'Padaria São João Ltda. | Rua Conceição, 308, cj. 11 - Vila Olímpia - São Paulo/SP - CEP 04551-010',
      'CPF/CNPJ': '11.222.333/0001-81',
      'Agência/Código do beneficiário': '3381-2/0009721-3',
      'Data do documento': '24/11/2026',
      'Nº do documento': 'NF-2026/0042',
      'Espécie doc.': 'DM',
      Aceite: 'N',
      'Data do processamento': '24/11/2026',
      'Nosso número': '26/00000000001-7',
      Carteira: '26',
      Espécie: 'R$',
      '(=) Valor do documento': '1.234,56',
      'Instruções (texto de responsabilidade do beneficiário; dúvidas sobre este boleto, contate o beneficiário)':
        'Após o vencimento, multa de 2 % e juros de 1 % ao mês. | Não receber após 30 dias do vencimento.',
      Pagador: 'José Antônio da Conceição | Avenida Água Branca - São Paulo/SP - CEP 05001-000',
      'Sacador/Avalista': 'Moinho Três Irmãos S.A.',
    });
  });

  it('draws the barcode at 103 × 13 mm, 12 mm from the foot of the paper to its middle', () => {
    const symbols = items(exampleSlip(), 'Ficha de compensação').filter(({ kind }) => kind === 'symbol');
    const { x, y, width, height } = symbols[0] as Cell;
    assert.deepEqual({ x, y, width, height }, { x: 15, y: 297 - 12 - 6.5, width: 103, height: 13 });
  });

  it('has a QR only where there is a Pix code', () => {
    const kinds = (pix: string | undefined) =>
      items(exampleSlip({ pix }), 'Recibo do pagador').filter(({ kind }) => kind === 'symbol').length;
    assert.deepEqual([kinds(exampleSlip().pix), kinds(undefined)], [1, 0]);
  });

  it('keeps every character of a Pix code that it breaks', () => {
    const slip = exampleSlip();
    const code = items(slip, 'Recibo do pagador').find(
      (item) => item.kind === 'cell' && item.isOneWord,
    ) as Cell;
    assert.equal(code.text.lines.join(''), slip.pix);
    assert.ok(code.text.lines.length > 1);
  });

  it('shows a name without an address alone', () => {
    const payer = { name: 'Zoë', document: '11144477735' };
    assert.equal(fields(exampleSlip({ payer }), 'Recibo do pagador').Pagador, 'Zoë');
  });

  it('ends a name that has no room at 5 points in an ellipsis, and keeps the address', () => {
    const payer = { ...exampleSlip().payer, name: 'Companhia Brasileira '.repeat(30) };
    const [name, more, address] =
      fields(exampleSlip({ payer }), 'Recibo do pagador').Pagador?.split(' | ') ?? [];
    assert.match(`${name} ${more}`, /^(Companhia Brasileira )+.*…$/);
    assert.equal(address, 'Avenida Água Branca - São Paulo/SP - CEP 05001-000');
  });

  it('prints letters that the standard fonts lack without their marks, and what has none as ?', () => {
    const payer = { name: 'Erdős\tŁ 😀 – “Ñandú”\u0301', document: '11144477735' };
    assert.equal(fields(exampleSlip({ payer }), 'Recibo do pagador').Pagador, 'Erdos ? ? – “Ñandú”');
  });

  it('leaves the amount blank and says "contra apresentação" where the barcode has neither', () => {
    const boleto = { barcode: '23793000000000000003381260000000000100097210', formattedTitleId: '1' };
    const open = exampleSlip({ boleto, dueDate: null, pix: undefined });
    const { 'Data de vencimento': dueDate, '(=) Valor do documento': amount } = fields(
      open,
      'Ficha de compensação',
    );
    assert.deepEqual([dueDate, amount], ['CONTRA APRESENTAÇÃO', undefined]);
  });

  it('keeps every text and line on the paper, and lines of text in their cells', () => {
    const random = randomFrom(5);
    for (let round = 0; round < 300; round++) {
      for (const { items } of slipPage(randomSlip(random)).sections) {
        for (const item of items) if (item.kind === 'cell') assertInside(item);
      }
    }
  });

  function assertInside({ x, y, width, height, text }: Cell): void {
    assert.ok(x >= 5 && x + width <= 205 && y >= 5 && y + height <= 297);
    assert.ok(text.top + text.lines.length * text.leading <= height + 1e-9);
  }
});

describe('a slip that cannot be', () => {
  const other = { ...exampleSlip().boleto, barcode: exampleSlip().boleto.barcode.replace('3381', '3382') };

  const refusals: [string, Partial<SlipData>, string][] = [
    [
      'contradicts the due date in its barcode',
      { dueDate: '2026-12-30' },
      'INVALID_DATE dueDate: dueDate 2026-12-30 has the factor 1676, and the barcode has 1677',
    ],
    [
      'leaves out the due date of its barcode',
      { dueDate: null },
      'MISSING dueDate: dueDate is missing: the barcode has the due date factor 1677',
    ],
    [
      'has a barcode with a wrong digit',
      { boleto: other },
      'WRONG_CHECK_DIGIT barcode: the general check digit (digit 5 of a barcode, 33 of a line) is 9 and should be 2',
    ],
    [
      'has no payer',
      { payer: undefined as never },
      'MISSING payer.name: payer.name is missing: the slip has to show it',
    ],
    [
      'has a beneficiary with a wrong CNPJ',
      { beneficiary: { name: 'A', document: '11.222.333/0001-82' } },
      'WRONG_CHECK_DIGIT beneficiary.document: beneficiary.document must be a CPF or CNPJ whose check digits are right',
    ],
    [
      'has a date that is none',
      { documentDate: '2026-02-29' },
      'INVALID_DATE documentDate: documentDate must be a date of the calendar as YYYY-MM-DD',
    ],
    [
      'has an acceptance that is none',
      { acceptance: 'X' as never },
      'NOT_ALLOWED acceptance: acceptance must be A, N or S',
    ],
    [
      'has more instructions than fit',
      { instructions: Array(40).fill('Não receber após o vencimento.') },
      'TOO_LONG instructions: instructions is longer than its place on the slip has room for',
    ],
    [
      'has a document number that is cut nowhere',
      { documentNumber: '1'.repeat(200) },
      'TOO_LONG documentNumber: documentNumber is longer than its place on the slip has room for',
    ],
    [
      'has a Pix code with a wrong character',
      { pix: exampleSlip().pix?.replace('PADARIA', 'PADORIA') },
      'WRONG_CHECK_DIGIT pix: pix: the CRC is 4243 and should be 77C5: a character of the text is wrong',
    ],
    [
      'has a Pix code with a letter that is not printed',
      { pix: exampleSlip().pix?.replace('PADARIA', 'PADARI😀') },
      'NOT_ALLOWED pix: pix has a character that the slip cannot print',
    ],
    [
      'has a Pix code of another amount',
      {
        pix: brCode.build({ url: 'pix.example.com.br/cobv/1', amount: 123400, name: 'A', city: 'B' }),
      },
      'NOT_ALLOWED pix: pix asks for 1.234,00, the barcode for 1.234,56',
    ],
    [
      'is of a bank without a name',
      {
        boleto: { barcode: '74896167700001234563381260000000000100097210', formattedTitleId: '1' },
      },
      'MISSING bankName: bankName is missing: the slip has to show it',
    ],
  ];

  for (const [what, changes, expected] of refusals) {
    it(`is refused when it ${what}`, () => assert.equal(refusal(changes), expected));
  }
});

describe('bankCodeWithDigit', () => {
  it('gives the digits that the banks print', () => {
    const codes = ['001', '033', '104', '197', '237', '341', '745', '748', '756'];
    assert.deepEqual(codes.map(bankCodeWithDigit), [
      '001-9',
      '033-7',
      '104-0',
      '197-1',
      '237-2',
      '341-7',
      '745-5',
      '748-X',
      '756-0',
    ]);
  });
});
