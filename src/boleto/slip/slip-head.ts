import type { SlipTexts } from './checked-slip.js';
import type { Item } from './page.js';
import { cell, rule } from './parts.js';

const X = 10;
const HEIGHT = 8;
const NAME = 26;
const CODE = 21;
const LINE = 143;
const THICK = 1.2;

/**
 * Returns the bank, its code and the digitable line, which are above each part of the slip.
 *
 * FEBRABAN's measures: the code has letters of 5 mm between strokes of 1.2 mm. The digitable line has letters of 3.5 mm.
 */
export function slipHead(y: number, slip: SlipTexts): Item[] {
  const codeX = X + NAME;
  const lineX = codeX + CODE;
  const bottom = y + HEIGHT;
  return [
    cell(
      { x: X, y: y + 1.7, width: NAME, height: HEIGHT - 2 },
      { field: 'bankName', texts: [slip.bankName], size: 10, bold: true },
    ),
    rule([codeX, y + 0.5], [codeX, bottom], THICK),
    cell(
      { x: codeX, y: y + 0.2, width: CODE, height: HEIGHT + 0.6 },
      { field: 'bank', texts: [slip.bankCode], size: 19.5, bold: true, align: 'center' },
    ),
    rule([lineX, y + 0.5], [lineX, bottom], THICK),
    cell(
      { x: lineX, y: y + 1.2, width: LINE, height: HEIGHT - 1.2 },
      { field: 'digitableLine', texts: [slip.digitableLine], size: 14, align: 'right' },
    ),
    rule([X, bottom], [X + NAME + CODE + LINE, bottom], 0.4),
  ];
}
