import { POINT, textWidth, winAnsiCode } from './helvetica.js';
import { slipPage } from './layout.js';
import { type Cell, LABEL, PADDING, type Page, type Rule, type Symbol2D } from './page.js';
import type { SlipData } from './slip-data.js';

/** Distance from the middle of a line down to Helvetica's baseline, as a multiple of the size. */
const BASELINE = 0.3465;
const [REGULAR, BOLD] = ['/R', '/B'];

/**
 * Returns the slip as a PDF of one A4 page. It uses Helvetica and Helvetica-Bold, which every PDF reader has. The same
 * data gives the same bytes.
 *
 * @throws {BoletoError} as `slipPage`
 * @example
 * await writeFile('boleto.pdf', slipPdf({ boleto: issue(…), dueDate: '2026-12-31', … }));
 */
export function slipPdf(data: SlipData): Uint8Array {
  return pagePdf(slipPage(data));
}

function pagePdf(page: Page): Uint8Array {
  const content = pageContent(page);
  const [width, height] = [points(page.width), points(page.height)];
  const font = (name: string) => `<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding>>`;
  return bytes(
    file([
      '<</Type/Catalog/Pages 2 0 R/Lang(pt-BR)/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<</Font<<${REGULAR} 5 0 R${BOLD} 6 0 R>>>>>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
      font('Helvetica'),
      font('Helvetica-Bold'),
      `<</Title<${utf16(page.title)}>/Producer(superbowleto)>>`,
    ]),
  );
}

/**
 * Returns the text of a PDF file, one character for each byte, so that lengths and offsets are those of the file.
 *
 * @param objects the catalog first and the document information last
 */
function file(objects: readonly string[]): string {
  let text = '%PDF-1.7\n%âãÏÓ\n';
  let table = '0000000000 65535 f \n';
  for (const [index, object] of objects.entries()) {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const size = objects.length + 1;
  const trailer = `<</Size ${size}/Root 1 0 R/Info ${objects.length} 0 R>>`;
  return `${text}xref\n0 ${size}\n${table}trailer\n${trailer}\nstartxref\n${text.length}\n%%EOF\n`;
}

function pageContent(page: Page): string {
  const operators: string[] = [];
  for (const section of page.sections) {
    for (const item of section.items) {
      if (item.kind === 'cell') operators.push(...cellOperators(page, item));
      else operators.push(item.kind === 'rule' ? ruleOperators(page, item) : symbolOperators(page, item));
    }
  }
  return operators.join('\n');
}

function cellOperators(page: Page, cell: Cell): string[] {
  const { text } = cell;
  const label =
    cell.label === undefined
      ? []
      : [lineOperators(page, cell.x + PADDING, cell.y + LABEL.top, { ...LABEL, bold: false }, cell.label)];
  const lines = text.lines.map((line, index) => {
    const free = cell.width - 2 * PADDING - textWidth(line, text.size, text.bold);
    const indent = cell.align === 'left' ? 0 : cell.align === 'right' ? free : free / 2;
    const top = cell.y + text.top + index * text.leading;
    return lineOperators(page, cell.x + PADDING + indent, top, text, line);
  });
  return [...label, ...lines];
}

interface Face {
  readonly size: number;
  readonly leading: number;
  readonly bold: boolean;
}

function lineOperators(page: Page, x: number, top: number, face: Face, text: string): string {
  const baseline = top + face.leading / 2 + BASELINE * face.size * POINT;
  const position = `${points(x)} ${points(page.height - baseline)}`;
  return `BT${face.bold ? BOLD : REGULAR} ${face.size} Tf ${position} Td(${literal(text)})Tj ET`;
}

function ruleOperators(page: Page, { from, to, thickness, dashed }: Rule): string {
  const [start, end] = [from, to].map(([x, y]) => `${points(x)} ${points(page.height - y)}`);
  const dash = dashed ? `[${points(1)}]0 d ` : '';
  return `q ${dash}${points(thickness)} w ${start} m ${end} l S Q`;
}

/** Makes the symbol's grid the coordinate system, so that the rectangles have whole numbers. */
function symbolOperators(page: Page, symbol: Symbol2D): string {
  const scale = [points(symbol.width / symbol.columns), '0', '0', `-${points(symbol.height / symbol.rows)}`];
  const origin = [points(symbol.x), points(page.height - symbol.y)];
  const rectangles = symbol.black.map((rectangle) => `${rectangle.join(' ')} re`);
  return `q ${[...scale, ...origin].join(' ')} cm ${rectangles.join(' ')} f Q`;
}

/** Returns a length in millimetres as points, rounded to a ten-thousandth. */
function points(millimetres: number): string {
  return String(Math.round((millimetres / POINT) * 10_000) / 10_000);
}

function literal(text: string): string {
  // Nearly every text is Latin-1, whose codes are those of WinAnsi.
  const isLatin1 = !/[^ -~\u00a0-\u00ff]/.test(text);
  const encoded = isLatin1 ? text : String.fromCharCode(...Array.from(text, winAnsiCode));
  return encoded.replace(/[()\\]/g, '\\$&');
}

function utf16(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return ['FEFF', ...units.map((unit) => unit.toString(16).padStart(4, '0'))].join('');
}

function bytes(text: string): Uint8Array {
  // Uint8Array.from takes twice as long as all the rest of a slip.
  const result = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) result[index] = text.charCodeAt(index);
  return result;
}
