import assert from 'node:assert/strict';
import { correction, generate, mode } from 'lean-qr';
import { interleaved2of5 } from '../../../../src/boleto/slip/index.js';
import { barcodeSymbol, qrSymbol } from '../../../../src/boleto/slip/symbols.js';

const barcode = '23797167700000020003381260000000000100097210';
// With a letter outside ASCII, for which lean-qr would choose Latin-1 if it might.
const pix = '00020126580014br.gov.bcb.pix5913Padaria São José6009São Paulo6304ABCD';

/** Returns the black modules of a symbol as rows of # and dots. Fails if two rectangles overlap. */
function grid({ columns, rows, black }: ReturnType<typeof qrSymbol>): string[] {
  const modules = Array.from({ length: rows }, () => Array<string>(columns).fill('.'));
  for (const [x, y, width, height] of black) {
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) {
        assert.equal(modules[row]?.[column], '.', `${column}, ${row}`);
        (modules[row] ?? [])[column] = '#';
      }
    }
  }
  return modules.map((row) => row.join(''));
}

describe('qrSymbol', () => {
  const example = () => qrSymbol(10, 20, 44, pix, 'QR para pagar com Pix');

  it('has the place, the size and the description that it is given', () => {
    const { x, y, width, height, description, kind } = example();
    assert.deepEqual(
      [kind, x, y, width, height, description],
      ['symbol', 10, 20, 44, 44, 'QR para pagar com Pix'],
    );
  });

  it('has the modules of a QR code with error correction M, its bytes in UTF-8', () => {
    const expected = generate(pix, {
      minCorrectionLevel: correction.M,
      modes: [mode.numeric, mode.alphaNumeric, mode.ascii, mode.utf8],
    });
    const symbol = example();
    assert.deepEqual([symbol.columns, symbol.rows], [expected.size, expected.size]);
    const rows = Array.from({ length: expected.size }, (_, row) =>
      Array.from({ length: expected.size }, (_, column) => (expected.get(column, row) ? '#' : '.')).join(''),
    );
    assert.deepEqual(grid(symbol), rows);
  });

  it('writes neighbouring modules of a row as one rectangle of one row', () => {
    const symbol = example();
    // The upper edges of the finder patterns are seven modules wide.
    assert.deepEqual(symbol.black[0], [0, 0, 7, 1]);
    for (const row of grid(symbol).keys()) {
      const ofRow = symbol.black.filter(([, y]) => y === row);
      for (const [index, [x, , width, height]] of ofRow.entries()) {
        assert.equal(height, 1);
        const next = ofRow[index + 1];
        if (next) assert.ok(next[0] > x + width, `row ${row}`);
      }
    }
  });
});

describe('barcodeSymbol', () => {
  it('is one row of the bars of Interleaved 2 of 5, 103 × 13 mm', () => {
    const { black, ...symbol } = barcodeSymbol(15, 278.5, barcode, 'Código de barras');
    assert.deepEqual(symbol, {
      kind: 'symbol',
      x: 15,
      y: 278.5,
      width: 103,
      height: 13,
      description: 'Código de barras',
      columns: 405,
      rows: 1,
    });
    const { bars } = interleaved2of5(barcode);
    assert.deepEqual(
      black,
      bars.map(({ start, width }) => [start, 0, width, 1]),
    );
  });
});
