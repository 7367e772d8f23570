import assert from 'node:assert/strict';
import { type SlipData, slipPage } from '../../../../src/boleto/slip/index.js';
import { exampleSlip } from '../../../support/slip.js';

const RECEIPT = 'Recibo do pagador';
const CUT = 'Linha de corte';
const FICHA = 'Ficha de compensação';
const withoutPix = () => exampleSlip({ pix: undefined });
/** Rounds to a thousandth of a millimetre, without a rest of the arithmetic. */
const short = (value: number) => Math.round(value * 1000) / 1000;

const itemsOf = (data: SlipData, name: string) =>
  slipPage(data).sections.find((section) => section.name === name)?.items ?? [];

/** Writes each thin line as `| x: from y to y` or `- y: from x to x`. */
function thinLines(data: SlipData, part: string): string[] {
  const rules = itemsOf(data, part).filter((item) => item.kind === 'rule');
  return rules
    .filter(({ thickness, dashed }) => thickness === 0.2 && !dashed)
    .map(({ from: [x, y], to: [toX, toY] }) =>
      x === toX ? `| ${short(x)}: ${short(y)} ${short(toY)}` : `- ${short(y)}: ${short(x)} ${short(toX)}`,
    )
    .sort();
}

/** The lines of a row: on the left of all fields but the first, and below all. */
function rowLines(top: number, bottom: number, ...lefts: number[]): string[] {
  return [...lefts.map((x) => `| ${x}: ${top} ${bottom}`), `- ${bottom}: 10 200`];
}

describe('the thin lines of the slip', () => {
  it('are those between and below the fields of the ficha, and no others', () => {
    assert.deepEqual(
      thinLines(exampleSlip(), FICHA),
      [
        ...rowLines(199, 206.5, 150),
        ...rowLines(206.5, 216, 112, 150),
        ...rowLines(216, 223, 38, 80, 100, 116, 150),
        ...rowLines(223, 230, 38, 60, 80, 116, 150),
        // The instructions, beside five fields for the cashier.
        '| 150: 230 260',
        ...[236, 242, 248, 254, 260].map((y) => `- ${y}: 150 200`),
        '- 260: 10 150',
        ...rowLines(260, 270.5, 150),
        ...rowLines(270.5, 276.5, 150),
      ].sort(),
    );
  });

  const receipt = [
    ...rowLines(18, 27.5, 112, 150),
    ...rowLines(27.5, 37, 112, 150),
    ...rowLines(37, 46.5, 112, 150),
    ...rowLines(46.5, 53.5, 38, 80, 100, 122, 150),
    '- 109.5: 10 200',
  ];

  it('are those of the receipt without Pix', () => {
    assert.deepEqual(thinLines(withoutPix(), RECEIPT), receipt.toSorted());
  });

  it('include one beside the QR code and one below the code to copy', () => {
    assert.deepEqual(
      thinLines(exampleSlip(), RECEIPT),
      [...receipt, '| 150: 53.5 109.5', '- 121.5: 10 200'].sort(),
    );
  });
});

describe('the fields of the receipt', () => {
  const fields = (data: SlipData) =>
    itemsOf(data, RECEIPT)
      .filter((item) => item.kind === 'cell')
      .filter(({ label }) => label !== undefined)
      .map(({ label, x, y, width, height, align }) => `${y} ${height} ${label} ${x} ${width} ${align}`);
  const above = [
    '18 9.5 Beneficiário 10 102 left',
    '18 9.5 CPF/CNPJ 112 38 left',
    '18 9.5 Data de vencimento 150 50 right',
    '27.5 9.5 Pagador 10 102 left',
    '27.5 9.5 CPF/CNPJ 112 38 left',
    '27.5 9.5 Agência/Código do beneficiário 150 50 right',
    '37 9.5 Beneficiário final 10 102 left',
    '37 9.5 CPF/CNPJ 112 38 left',
    '37 9.5 Nosso número 150 50 right',
    '46.5 7 Data do documento 10 28 left',
    '46.5 7 Nº do documento 38 42 left',
    '46.5 7 Espécie doc. 80 20 left',
    '46.5 7 Carteira 100 22 left',
    '46.5 7 Espécie 122 28 left',
    '46.5 7 (=) Valor do documento 150 50 right',
  ];

  it('are above the statement, which has the whole width without Pix', () => {
    assert.deepEqual(fields(withoutPix()), [...above, '53.5 56 Demonstrativo 10 190 left']);
  });

  it('leave the QR code room beside the statement, and its text below', () => {
    assert.deepEqual(fields(exampleSlip()), [
      ...above,
      '53.5 56 Demonstrativo 10 140 left',
      '109.5 12 Pix copia e cola 10 190 left',
    ]);
  });
});

describe('the sizes of the letters', () => {
  const sizes = (part: string) => {
    // Without an address, which would need a second line and so smaller letters. A beneficiary must have one.
    const data = exampleSlip({ payer: { ...exampleSlip().payer, address: {} } });
    const cells = itemsOf(data, part).filter((item) => item.kind === 'cell');
    const other = cells.filter(({ label, text }) => label !== undefined && text.size !== 8);
    return other.map(({ label, text }) => `${label} ${text.size}`);
  };

  it('are 8 points, but for due date, amount, Pix code, beneficiary and beneficiário final', () => {
    const [dueDate, amount] = ['Data de vencimento 9', '(=) Valor do documento 9'];
    assert.deepEqual(sizes(RECEIPT), ['Beneficiário 7.5', dueDate, amount, 'Pix copia e cola 7']);
    assert.deepEqual(sizes(FICHA), [
      dueDate,
      'Beneficiário 7.5',
      amount,
      'Beneficiário final 7',
      'CPF/CNPJ 7',
    ]);
  });
});

describe('the texts of the slip that are no fields', () => {
  it('are the titles, the heads, the line to cut along, and where the cashier stamps', () => {
    const shown = [RECEIPT, CUT, FICHA].flatMap((part) =>
      itemsOf(exampleSlip(), part)
        .filter((item) => item.kind === 'cell')
        .filter(({ label }) => label === undefined)
        .map(({ x, y, width, height, align, text }) =>
          [
            x,
            short(y),
            width,
            short(height),
            align,
            text.size,
            text.bold ? 'bold' : 'regular',
            text.lines.join('|'),
          ].join(' '),
        ),
    );
    const head = (top: number) => [
      `10 ${short(top + 1.7)} 26 6 left 10 bold Bradesco`,
      `36 ${short(top + 0.2)} 21 8.6 center 19.5 bold 237-2`,
      `57 ${short(top + 1.2)} 143 6.8 right 13.75 regular 23793.38128 60000.000004 01000.972107 9 16770000123456`,
    ];
    assert.deepEqual(shown, [
      '10 5 190 5 right 9 bold Recibo do pagador',
      ...head(10),
      '150 55 50 4 center 8 bold Pague com Pix',
      '10 122.5 190 3 right 6 regular Autenticação mecânica',
      '10 186 190 3 right 6 regular Corte na linha pontilhada',
      ...head(191),
      '118 277.4 82 3 right 6 regular Autenticação mecânica - FICHA DE COMPENSAÇÃO',
    ]);
  });
});
