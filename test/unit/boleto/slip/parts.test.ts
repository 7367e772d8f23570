import assert from 'node:assert/strict';
import { cell, codeCell, row, rule } from '../../../../src/boleto/slip/parts.js';

/** Height of a line of 8 points in millimetres. */
const LINE = (8 * 1.2 * 25.4) / 72;
const EPSILON = 1e-9;
const leading = (size: number) => size * 1.2 * (25.4 / 72);

describe('cell', () => {
  it('has 8 points on the left unless asked, and no label unless there is one', () => {
    const box = { x: 10, y: 20, width: 50, height: 7 };
    const text = { lines: ['Um', 'Dois'], size: 7, bold: false, leading: leading(7), top: 0 };
    assert.deepEqual(cell({ ...box, height: LINE + EPSILON }, { texts: ['Um'] }), {
      kind: 'cell',
      ...box,
      height: LINE + EPSILON,
      align: 'left',
      text: { ...text, lines: ['Um'], size: 8, leading: LINE },
    });
    assert.deepEqual(cell(box, { texts: ['Um', '', 'Dois'], size: 7, bold: true, align: 'right' }), {
      kind: 'cell',
      ...box,
      align: 'right',
      text: { ...text, bold: true },
    });
    assert.deepEqual(cell(box, { label: 'Aceite' }), {
      kind: 'cell',
      ...box,
      label: 'Aceite',
      align: 'left',
      text: { ...text, lines: [], size: 8, leading: LINE, top: 2.7 },
    });
  });

  const sizeIn = (height: number, label?: string) =>
    cell({ x: 0, y: 0, width: 50, height }, { field: 'wallet', texts: ['26'], ...(label && { label }) }).text
      .size;

  it('gives its whole height to a text without a label', () => {
    assert.deepEqual([sizeIn(LINE + EPSILON), sizeIn(LINE - EPSILON)], [8, 7.75]);
  });

  it('keeps 2.7 mm for a label and 0.3 mm above the border', () => {
    assert.deepEqual(
      [sizeIn(LINE + 3 + EPSILON, 'Carteira'), sizeIn(LINE + 3 - EPSILON, 'Carteira')],
      [8, 7.75],
    );
  });

  it('keeps 1 mm on both sides', () => {
    // Ten digits are 5.56 wide at a size of 1, and 97 % of the width are used.
    const width = (5.56 * 8 * 25.4) / 72 / 0.97 + 2;
    const sizes = [width + 1e-6, width - 1e-6].map(
      (each) =>
        cell({ x: 0, y: 0, width: each, height: LINE + EPSILON }, { texts: ['0123456789'] }).text.size,
    );
    assert.deepEqual(sizes, [8, 7.75]);
  });

  it('refuses a named value that does not fit, and shortens a text without a name', () => {
    const box = { x: 0, y: 0, width: 12, height: 3 };
    const texts = ['01234567890123456789'];
    assert.throws(() => cell(box, { field: 'wallet', texts }), { code: 'TOO_LONG', field: 'wallet' });
    assert.match(cell(box, { texts }).text.lines.join('|'), /^0123\d*…$/);
  });
});

describe('codeCell', () => {
  it('is one word below its label', () => {
    const box = { x: 10, y: 20, width: 50, height: 7 };
    assert.deepEqual(codeCell(box, 'pix', 'Pix copia e cola', '000201', 7), {
      kind: 'cell',
      ...box,
      label: 'Pix copia e cola',
      align: 'left',
      isOneWord: true,
      text: { lines: ['000201'], size: 7, bold: false, leading: leading(7), top: 2.7 },
    });
  });

  it('names the value that does not fit', () => {
    const box = { x: 0, y: 0, width: 12, height: 6 };
    assert.throws(() => codeCell(box, 'pix', 'Pix', '0'.repeat(60), 7), { code: 'TOO_LONG', field: 'pix' });
  });
});

describe('row', () => {
  it('has fields side by side, thin lines between them and one below all', () => {
    const items = row(10, 20, 7, [{ width: 30 }, { width: 40 }, { width: 5 }]);
    const shown = items.map((item) =>
      item.kind === 'cell' ? [item.x, item.y, item.width, item.height] : item,
    );
    assert.deepEqual(shown, [
      [10, 20, 30, 7],
      { kind: 'rule', from: [40, 20], to: [40, 27], thickness: 0.2, dashed: false },
      [40, 20, 40, 7],
      { kind: 'rule', from: [80, 20], to: [80, 27], thickness: 0.2, dashed: false },
      [80, 20, 5, 7],
      { kind: 'rule', from: [10, 27], to: [85, 27], thickness: 0.2, dashed: false },
    ]);
  });
});

describe('rule', () => {
  it('is 0.2 mm thick and not dashed unless asked', () => {
    const ends = { kind: 'rule', from: [1, 2], to: [3, 4] };
    assert.deepEqual(rule([1, 2], [3, 4]), { ...ends, thickness: 0.2, dashed: false });
    assert.deepEqual(rule([1, 2], [3, 4], 1.2, true), { ...ends, thickness: 1.2, dashed: true });
  });
});
