import assert from 'node:assert/strict';
import { textWidth } from '../../../../src/boleto/slip/helvetica.js';
import {
  type Box,
  type Cell,
  type Rule,
  type SlipData,
  slipPage,
} from '../../../../src/boleto/slip/index.js';
import { LABEL, PADDING } from '../../../../src/boleto/slip/page.js';
import { randomSlip } from '../../../support/random-slip.js';
import { exampleSlip } from '../../../support/slip.js';
import { randomFrom } from '../random.js';

const RECEIPT = 'Recibo do pagador';
const FICHA = 'Ficha de compensação';
const withoutPix = exampleSlip({ pix: undefined });
const close = (one: number, other: number) => Math.abs(one - other) < 1e-9;

function partOf(data: SlipData, name: string) {
  const items = slipPage(data).sections.find((section) => section.name === name)?.items ?? [];
  return {
    cells: items.filter((item) => item.kind === 'cell'),
    rules: items.filter((item) => item.kind === 'rule'),
    symbols: items.filter((item) => item.kind === 'symbol'),
  };
}

const fieldsOf = (data: SlipData, name: string) =>
  partOf(data, name).cells.filter(({ label }) => label !== undefined);
const areaOf = (boxes: readonly Box[]) => boxes.reduce((sum, { width, height }) => sum + width * height, 0);

/** The boxes of the text in a cell: its label, and its lines. */
function inkOf({ label, text, align, ...cell }: Cell): Box[] {
  const x = cell.x + PADDING;
  const ink: Box[] = [];
  if (label !== undefined) {
    const width = textWidth(label, LABEL.size);
    ink.push({ x, y: cell.y + LABEL.top, width, height: LABEL.leading });
  }
  for (const [index, line] of text.lines.entries()) {
    const width = textWidth(line, text.size, text.bold);
    const free = cell.width - 2 * PADDING - width;
    const indent = { left: 0, center: free / 2, right: free }[align];
    const y = cell.y + text.top + index * text.leading;
    ink.push({ x: x + indent, y, width, height: text.leading });
  }
  return ink;
}

function overlapping(boxes: readonly Box[]): string[] {
  const isApart = (one: Box, other: Box) =>
    one.x + one.width <= other.x + 1e-9 || one.y + one.height <= other.y + 1e-9;
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => !isApart(one, other) && !isApart(other, one))
      .map((other) => JSON.stringify([one, other])),
  );
}

/** Returns whether a rule lies along the line from one point to another, and covers all of it. */
function covers({ from, to }: Rule, x1: number, y1: number, x2: number, y2: number): boolean {
  const isOnLine =
    x1 === x2 ? close(from[0], x1) && close(to[0], x1) : close(from[1], y1) && close(to[1], y1);
  const isLong = from[0] <= x1 + 1e-9 && from[1] <= y1 + 1e-9 && to[0] >= x2 - 1e-9 && to[1] >= y2 - 1e-9;
  return isOnLine && isLong;
}

describe('the fields of the slip', () => {
  // The space that the fields of a part fill: below its head, and in the receipt beside the QR code.
  for (const [name, data, area] of [
    [FICHA, exampleSlip(), 190 * (276.5 - 199)],
    [RECEIPT, withoutPix, 190 * (109.5 - 18)],
    [RECEIPT, exampleSlip(), 190 * (121.5 - 18) - 50 * 56],
  ] as const) {
    it(`fill the ${name} without gaps or overlap, ${data.pix ? 'with' : 'without'} Pix`, () => {
      const fields = fieldsOf(data, name);
      assert.deepEqual(overlapping(fields), []);
      assert.ok(close(areaOf(fields), area), `${areaOf(fields)} mm² instead of ${area}`);
    });

    it(`have lines below and between them in the ${name}, ${data.pix ? 'with' : 'without'} Pix`, () => {
      const { rules } = partOf(data, name);
      for (const { label, x, y, width, height } of fieldsOf(data, name)) {
        const bottom = y + height;
        assert.ok(
          rules.some((rule) => covers(rule, x, bottom, x + width, bottom)),
          `no line below ${label}`,
        );
        if (x === 10) continue;
        assert.ok(
          rules.some((rule) => covers(rule, x, y, x, bottom)),
          `no line left of ${label}`,
        );
      }
    });
  }

  it('have texts that overlap neither each other nor a symbol, in any slip', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 12; round++) {
      const items = slipPage(randomSlip(random)).sections.flatMap((section) => section.items);
      const cells = items.filter((item) => item.kind === 'cell');
      const symbols = items.filter((item) => item.kind === 'symbol');
      assert.deepEqual(overlapping([...cells.flatMap(inkOf), ...symbols]), []);
    }
  });

  /** Rows of the ficha de compensação: upper edge, height, and each label with its left edge, width and alignment. */
  const rows: readonly (readonly [y: number, height: number, ...fields: string[]])[] = [
    [199, 7.5, 'Local de pagamento 10 140 left', 'Data de vencimento 150 50 right'],
    [206.5, 9.5, 'Beneficiário 10 102 left', 'CPF/CNPJ 112 38 left'],
    [206.5, 9.5, 'Agência/Código do beneficiário 150 50 right'],
    [216, 7, 'Data do documento 10 28 left', 'Nº do documento 38 42 left', 'Espécie doc. 80 20 left'],
    [216, 7, 'Aceite 100 16 left', 'Data do processamento 116 34 left', 'Nosso número 150 50 right'],
    [223, 7, 'Uso do banco 10 28 left', 'Carteira 38 22 left', 'Espécie 60 20 left'],
    [223, 7, 'Quantidade 80 36 left', '(x) Valor 116 34 left', '(=) Valor do documento 150 50 right'],
    [230, 6, '(-) Desconto/Abatimento 150 50 left'],
    [236, 6, '(-) Outras deduções 150 50 left'],
    [242, 6, '(+) Mora/Multa 150 50 left'],
    [248, 6, '(+) Outros acréscimos 150 50 left'],
    [254, 6, '(=) Valor cobrado 150 50 left'],
    [260, 10.5, 'Pagador 10 140 left', 'CPF/CNPJ 150 50 left'],
    [270.5, 6, 'Beneficiário final 10 140 left', 'CPF/CNPJ 150 50 left'],
  ];
  it('are where FEBRABAN has them on the ficha de compensação', () => {
    const fields = fieldsOf(exampleSlip(), FICHA).filter(({ label }) => !label?.startsWith('Instruções'));
    assert.deepEqual(
      fields.map(({ label, x, y, width, height, align }) => `${y} ${height} ${label} ${x} ${width} ${align}`),
      rows.flatMap(([y, height, ...texts]) => texts.map((text) => `${y} ${height} ${text}`)),
    );
  });

  it('have due date and amount in bold letters of 9 points, in both parts', () => {
    for (const part of [FICHA, RECEIPT]) {
      const bold = fieldsOf(exampleSlip(), part).filter(({ text }) => text.bold);
      assert.deepEqual(
        bold.map(({ label, text }) => [label, text.size]),
        [
          ['Data de vencimento', 9],
          ['(=) Valor do documento', 9],
        ],
      );
    }
  });

  it('show the same data in the receipt', () => {
    const fields = fieldsOf(exampleSlip(), RECEIPT).map(({ label, text }) => [label, text.lines.join(' | ')]);
    assert.deepEqual(fields, [
      [
        'Beneficiário',
        'Padaria São João Ltda. | Rua Conceição, 308, cj. 11 - Vila Olímpia - São Paulo/SP - CEP 04551-010',
      ],
      ['CPF/CNPJ', '12.ABC.345/01DE-35'],
      ['Data de vencimento', '31/12/2026'],
      ['Pagador', 'José Antônio da Conceição | Avenida Água Branca - São Paulo/SP - CEP 05001-000'],
      ['CPF/CNPJ', '529.982.247-25'],
      ['Agência/Código do beneficiário', '3381-2/0009721-3'],
      ['Beneficiário final', 'Moinho Três Irmãos S.A.'],
      ['CPF/CNPJ', '11.222.333/0001-81'],
      ['Nosso número', '26/00000000001-7'],
      ['Data do documento', '24/11/2026'],
      ['Nº do documento', 'NF-2026/0042'],
      ['Espécie doc.', 'DM'],
      ['Carteira', '26'],
      ['Espécie', 'R$'],
      ['(=) Valor do documento', '1.234,56'],
      ['Demonstrativo', 'Fornecimento de pães e bolos, novembro de 2026 | Pedido 4711'],
      ['Pix copia e cola', fieldsOf(exampleSlip(), RECEIPT).at(-1)?.text.lines.join(' | ')],
    ]);
  });
});

describe('the head of each part of the slip', () => {
  for (const [part, y] of [
    [RECEIPT, 10],
    [FICHA, 191],
  ] as const) {
    it(`has bank, code and digitable line between strokes of 1.2 mm, at ${y} mm in the ${part}`, () => {
      const { cells, rules } = partOf(exampleSlip(), part);
      const head = cells.filter((cell) => cell.label === undefined && cell.y > y && cell.y < y + 8);
      assert.deepEqual(
        head.map(({ x, width, align, text }) => [x, width, align, text.bold, ...text.lines]),
        [
          [10, 26, 'left', true, 'Bradesco'],
          [36, 21, 'center', true, '237-2'],
          [57, 143, 'right', false, '23793.38128 60000.000004 01000.972107 9 16770000123456'],
        ],
      );
      assert.deepEqual(
        rules.slice(0, 3).map(({ from, to, thickness }) => [...from, ...to, thickness]),
        [
          [36, y + 0.5, 36, y + 8, 1.2],
          [57, y + 0.5, 57, y + 8, 1.2],
          [10, y + 8, 200, y + 8, 0.4],
        ],
      );
      // Capitals of Helvetica are 0.718 of the size high: 5 mm and, less what the width allows, 3.5 mm.
      const [, code, line] = head.map(({ text }) => text.size * 0.718 * (25.4 / 72));
      assert.ok(code !== undefined && code > 4.9 && line !== undefined && line > 3.4, `${code}, ${line}`);
    });
  }
});

describe('the symbols of the slip', () => {
  it('are a barcode of 103 × 13 mm, its middle 12 mm above the edge of the paper', () => {
    const [{ x, y, width, height, columns, rows } = {} as never, ...others] = partOf(
      exampleSlip(),
      FICHA,
    ).symbols;
    assert.deepEqual([x, y, width, height, columns, rows], [15, 297 - 12 - 6.5, 103, 13, 405, 1]);
    assert.deepEqual(others, []);
  });

  it('are a QR code of 44 mm in the receipt', () => {
    const [{ x, y, width, height, columns, rows } = {} as never] = partOf(exampleSlip(), RECEIPT).symbols;
    assert.deepEqual([x, y, width, height], [153, 61.5, 44, 44]);
    assert.equal(columns, rows);
  });

  it('do not include a QR code without Pix', () => assert.deepEqual(partOf(withoutPix, RECEIPT).symbols, []));
});

describe('the line to cut along', () => {
  it('is dashed, from one side of the paper to the other, between receipt and ficha', () => {
    const { rules, cells } = partOf(exampleSlip(), 'Linha de corte');
    assert.deepEqual(rules, [{ kind: 'rule', from: [5, 189], to: [205, 189], thickness: 0.2, dashed: true }]);
    assert.deepEqual(
      cells.map(({ y, text }) => [y, ...text.lines]),
      [[186, 'Corte na linha pontilhada']],
    );
  });
});
