import { slipPage } from './layout.js';
import {
  type Box,
  type Cell,
  LABEL,
  PADDING,
  type Page,
  type Rule,
  type Section,
  type Summary,
  type Symbol2D,
} from './page.js';
import type { SlipData } from './slip-data.js';

/**
 * Fonts for a Linux that has only DejaVu Sans, whose letters are wider: it is made as much smaller. Arial, Liberation Sans
 * and Nimbus Sans have the widths of Helvetica, by which the lines are broken.
 */
const NARROWED = [
  ['normal', 'DejaVu Sans', '87%'],
  ['bold', 'DejaVu Sans Bold', '79%'],
].map(
  ([weight, name, adjust]) =>
    `@font-face{font-family:narrowed;font-weight:${weight};src:local("${name}");size-adjust:${adjust}}`,
);

/** CSS of the sheet. Its rules reach nothing outside the sheet, except the size of the paper. */
const SHEET_STYLE = `${NARROWED.join('\n')}
@page{size:A4;margin:0}
.slip-sheet,.slip-sheet *{margin:0;padding:0;box-sizing:border-box}
.slip-sheet{position:relative;margin:0 auto;background:#fff;color:#000;overflow:hidden;font-family:Helvetica,Arial,"Liberation Sans","Nimbus Sans",narrowed,sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.slip-sheet *{position:absolute}
.slip-sheet section,.slip-sheet dl,.slip-sheet dl>div{display:contents}
.slip-sheet h1,.slip-sheet h2{width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.slip-sheet dt,.slip-sheet dd,.slip-sheet p{white-space:pre;padding:0 ${PADDING}mm}
.slip-sheet dt{font-size:${LABEL.size}pt;line-height:${LABEL.leading}mm}
.slip-sheet .w{white-space:break-spaces;word-break:break-all}
.slip-sheet svg{display:block;fill:#000;stroke:none}
@media print{.slip-sheet{margin:0}}`;

const STYLE = `${SHEET_STYLE}
html,body{margin:0;padding:0}
html{background:#e7e7e7}
header{display:none}
@media print{html{background:none}}
@media screen and (max-width:767px){
main{overflow-x:auto}
header{display:block;padding:16px;background:#fff;font:16px/1.5 Helvetica,Arial,sans-serif}
header span{display:block;margin-top:12px;color:#444;font-size:14px}
header b{display:block;overflow-wrap:anywhere}
header code{display:block;padding:12px;background:#f2f2f2;font:inherit;overflow-wrap:anywhere;-webkit-user-select:all;user-select:all}
}`;

/**
 * Returns the slip as one HTML page that prints on A4. It has no script and loads nothing. For screen readers it has
 * headings, lists of terms and described images. A screen that is too narrow for the sheet shows above it what the payer
 * needs, with codes that a tap selects.
 *
 * @throws {BoletoError} as `slipPage`
 * @example
 * response.end(slipHtml({ boleto: issue(…), dueDate: '2026-12-31', … }));
 */
export function slipHtml(data: SlipData): string {
  return pageHtml(slipPage(data));
}

/** The sheet of a slip for another page. */
export interface SlipPart {
  /** CSS for the page's `<style>`. Its rules reach nothing outside the sheet, except the size of the paper. */
  readonly style: string;
  /** HTML without scripts and `style` attributes, so that a strict Content-Security-Policy allows it. */
  readonly markup: string;
}

/**
 * Returns the sheet of the slip as a part of another page.
 *
 * @throws {BoletoError} as `slipPage`
 * @example
 * const { style, markup } = slipPart({ boleto: issue(…), dueDate: '2026-12-31', … });
 * response.end(`<style nonce="${nonce}">${style}</style>${markup}`);
 */
export function slipPart(data: SlipData): SlipPart {
  const names = new Map<string, string>();
  const markup = sheetHtml(slipPage(data), (css, name = '') => {
    const own = names.get(css) ?? `slip-${names.size}`;
    names.set(css, own);
    return ` class="${name} ${own}"`;
  });
  // Twice, so that a rule weighs more than those of the sheet, as a `style` attribute does.
  const rules = Array.from(names, ([css, name]) => `.${name}.${name}{${css}}`);
  return { style: `${SHEET_STYLE}\n${rules.join('\n')}`, markup };
}

/** Returns the attributes of an element that has CSS of its own and perhaps a class. */
type Attributes = (css: string, name?: string) => string;

const inline: Attributes = (css, name) => `${name === undefined ? '' : ` class="${name}"`} style="${css}"`;

function pageHtml(page: Page): string {
  return `<!DOCTYPE html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header aria-label="Para pagar">${page.summary.map(summaryHtml).join('')}</header>
<main>
${sheetHtml(page, inline)}
</main>
</body>
</html>
`;
}

/** A tap selects the whole of a code, to copy it. */
function summaryHtml({ label, text, isCode }: Summary): string {
  const element = isCode ? 'code' : 'b';
  return `<span>${escaped(label)}</span><${element}>${escaped(text)}</${element}>`;
}

function sheetHtml(page: Page, attributes: Attributes): string {
  const rules = page.sections.flatMap(({ items }) => items.filter((item) => item.kind === 'rule'));
  // Rounding would print two pages if the sheet were exactly as high as the paper.
  const sheet = `width:${page.width}mm;height:${page.height - 0.5}mm`;
  return `<div${attributes(sheet, 'slip-sheet')}>
<h1>${escaped(page.title)}</h1>
${page.sections.map((section) => sectionHtml(section, attributes)).join('\n')}
${rulesHtml(page, rules, attributes)}
</div>`;
}

/** Puts consecutive fields into one list of terms. */
function sectionHtml(section: Section, attributes: Attributes): string {
  const parts: string[] = [`<h2>${escaped(section.name)}</h2>`];
  let fields = '';
  for (const item of section.items) {
    if (item.kind === 'rule') continue;
    if (item.kind === 'cell' && item.label !== undefined) {
      fields += fieldHtml(item, item.label, attributes);
      continue;
    }
    if (fields !== '') parts.push(`<dl>${fields}</dl>`);
    fields = '';
    parts.push(item.kind === 'symbol' ? symbolHtml(item, attributes) : textHtml('p', item, attributes));
  }
  if (fields !== '') parts.push(`<dl>${fields}</dl>`);
  return `<section>\n${parts.join('\n')}\n</section>`;
}

function fieldHtml(cell: Cell, label: string, attributes: Attributes): string {
  const position = `left:${mm(cell.x)};top:${mm(cell.y + LABEL.top)}`;
  return `<div><dt${attributes(position)}>${escaped(label)}</dt>${textHtml('dd', cell, attributes)}</div>\n`;
}

function textHtml(element: 'dd' | 'p', { text, ...cell }: Cell, attributes: Attributes): string {
  const style = [
    `left:${mm(cell.x)};top:${mm(cell.y + text.top)};width:${mm(cell.width)}`,
    `font-size:${text.size}pt;line-height:${mm(text.leading)}`,
    ...(text.bold ? ['font-weight:bold'] : []),
    ...(cell.align === 'left' ? [] : [`text-align:${cell.align}`]),
  ].join(';');
  const lines = text.lines.map(escaped).join(cell.isOneWord ? '' : '<br>');
  return `<${element}${attributes(style, cell.isOneWord ? 'w' : undefined)}>${lines}</${element}>`;
}

function symbolHtml(symbol: Symbol2D, attributes: Attributes): string {
  const path = symbol.black
    .map(([x, y, width, height]) => `M${x} ${y}h${width}v${height}h-${width}z`)
    .join('');
  // With anti-aliasing, a pale line would appear between two rows of modules.
  const rendering = symbol.rows > 1 ? ' shape-rendering="crispEdges"' : '';
  const grid = `viewBox="0 0 ${symbol.columns} ${symbol.rows}" preserveAspectRatio="none"${rendering}`;
  const label = escaped(symbol.description);
  return `<svg role="img" aria-label="${label}"${attributes(boxStyle(symbol))} ${grid}><path d="${path}"/></svg>`;
}

function rulesHtml(page: Page, rules: readonly Rule[], attributes: Attributes): string {
  const lines = rules.map(({ from, to, thickness, dashed }) => {
    const dash = dashed ? ' stroke-dasharray="1 1"' : '';
    return `<path d="M${from.map(short).join(' ')}L${to.map(short).join(' ')}" stroke-width="${thickness}"${dash}/>`;
  });
  const style = `${boxStyle({ x: 0, y: 0, width: page.width, height: page.height })};stroke:#000`;
  return `<svg aria-hidden="true"${attributes(style)} viewBox="0 0 ${page.width} ${page.height}">${lines.join('')}</svg>`;
}

function boxStyle({ x, y, width, height }: Box): string {
  return `left:${mm(x)};top:${mm(y)};width:${mm(width)};height:${mm(height)}`;
}

function mm(value: number): string {
  return `${short(value)}mm`;
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
