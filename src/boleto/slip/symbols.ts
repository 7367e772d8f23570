import { correction, generate, mode } from 'lean-qr';
import { interleaved2of5 } from './interleaved-2-of-5.js';
import type { Symbol2D } from './page.js';

/** FEBRABAN's size of the barcode, in millimetres. */
export const BARCODE = { width: 103, height: 13 } as const;

/** @param barcode 44 digits */
export function barcodeSymbol(x: number, y: number, barcode: string, description: string): Symbol2D {
  const { modules, bars } = interleaved2of5(barcode);
  return {
    kind: 'symbol',
    x,
    y,
    ...BARCODE,
    description,
    columns: modules,
    rows: 1,
    black: bars.map(({ start, width }) => [start, 0, width, 1]),
  };
}

/** Without Latin-1, which lean-qr would choose for `ã`: Pix readers decode bytes as UTF-8. */
const modes = [mode.numeric, mode.alphaNumeric, mode.ascii, mode.utf8];

/**
 * Returns a QR code with error correction M, which the Banco Central's manual of the BR Code requires. The caller leaves
 * the white space around it.
 *
 * @param size of its sides, in millimetres
 */
export function qrSymbol(x: number, y: number, size: number, text: string, description: string): Symbol2D {
  const code = generate(text, { minCorrectionLevel: correction.M, modes });
  const black: Symbol2D['black'][number][] = [];
  for (let row = 0; row < code.size; row++) {
    for (let column = 0; column < code.size; column++) {
      if (!code.get(column, row)) continue;
      const start = column;
      while (code.get(column + 1, row)) column++;
      black.push([start, row, column + 1 - start, 1]);
    }
  }
  return {
    kind: 'symbol',
    x,
    y,
    width: size,
    height: size,
    description,
    columns: code.size,
    rows: code.size,
    black,
  };
}
