import { fitted, fittedCode, type Space, shortened } from './fitting.js';
import { type Align, type Box, type Cell, type Item, PADDING, type Rule } from './page.js';

/** Distance from the upper edge of a cell to its value, if it has a label. */
const BELOW_LABEL = 2.7;
/** White space above the lower border of a cell. */
const ABOVE_BORDER = 0.3;
const THIN = 0.2;

/** What a cell shows. */
export interface Content {
  /** Name of the value, for the error if it is too long. Without a name, a text that is too long is shortened. */
  readonly field?: string;
  readonly label?: string;
  readonly texts?: readonly string[];
  readonly align?: Align;
  readonly size?: number;
  readonly bold?: boolean;
}

/** A field in a row. */
export interface Field extends Content {
  readonly width: number;
}

/** Returns fields side by side, with thin lines between and below them. */
export function row(x: number, y: number, height: number, fields: readonly Field[]): Item[] {
  let left = x;
  const items = fields.flatMap((field, index): Item[] => {
    const box = { x: left, y, width: field.width, height };
    left += field.width;
    return index === 0 ? [cell(box, field)] : [rule([box.x, y], [box.x, y + height]), cell(box, field)];
  });
  return [...items, rule([x, y + height], [left, y + height])];
}

/**
 * Returns a field in a box.
 *
 * @throws {BoletoError} TOO_LONG
 */
export function cell(box: Box, content: Content): Cell {
  const top = content.label === undefined ? 0 : BELOW_LABEL;
  const space = spaceIn(box, top);
  const size = content.size ?? 8;
  const texts = (content.texts ?? []).filter((text) => text !== '');
  const text =
    content.field === undefined
      ? shortened(texts, space, size, content.bold)
      : fitted(content.field, texts, space, size, content.bold);
  return {
    kind: 'cell',
    ...box,
    ...(content.label !== undefined && { label: content.label }),
    align: content.align ?? 'left',
    text: { ...text, top },
  };
}

/**
 * Returns a box with a label and a code that people copy.
 *
 * @throws {BoletoError} TOO_LONG
 */
export function codeCell(box: Box, field: string, label: string, code: string, size: number): Cell {
  const text = fittedCode(field, code, spaceBelowLabel(box), size);
  return {
    kind: 'cell',
    ...box,
    label,
    align: 'left',
    text: { ...text, top: BELOW_LABEL },
    isOneWord: true,
  };
}

/** Returns the space for the value of a field that has a label. */
export function spaceBelowLabel(box: Box): Space {
  return spaceIn(box, BELOW_LABEL);
}

function spaceIn(box: Box, top: number): Space {
  return { width: box.width - 2 * PADDING, height: box.height - top - (top > 0 ? ABOVE_BORDER : 0) };
}

export function rule(from: Rule['from'], to: Rule['to'], thickness = THIN, dashed = false): Rule {
  return { kind: 'rule', from, to, thickness, dashed };
}
