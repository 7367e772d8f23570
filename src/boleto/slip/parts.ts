import { fitted, fittedCode, type Space, shortened } from './fitting.js';
import { type Align, type Box, type Cell, type Item, PADDING, type Rule } from './page.js';

/** Distance from the upper edge of a cell to its value, if it has a label. */
const BELOW_LABEL = 2.7;
/** White space above the lower border of a cell. */
const ABOVE_BORDER = 0.3;
const THIN = 0.2;

/** A field in a row. */
export interface Field {
  /** Name of the value, for an error. */
  readonly field: string;
  readonly label?: string;
  readonly width: number;
  readonly texts?: readonly string[];
  readonly align?: Align;
  readonly size?: number;
  readonly bold?: boolean;
  /** Whether a long text is shortened. Otherwise it is an error. */
  readonly mayBeShortened?: boolean;
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
export function cell(box: Box, field: Field): Cell {
  const top = field.label === undefined ? 0 : BELOW_LABEL;
  const space = spaceIn(box, top);
  const size = field.size ?? 8;
  const texts = (field.texts ?? []).filter((text) => text !== '');
  const text = field.mayBeShortened
    ? shortened(texts, space, size, field.bold)
    : fitted(field.field, texts, space, size, field.bold);
  return {
    kind: 'cell',
    ...box,
    ...(field.label !== undefined && { label: field.label }),
    align: field.align ?? 'left',
    text: { ...text, top },
  };
}

/**
 * Returns a box with a label and a code that people copy.
 *
 * @throws {BoletoError} TOO_LONG
 */
export function codeCell(box: Box, field: string, label: string, code: string, size: number): Cell {
  const text = fittedCode(field, code, spaceIn(box, BELOW_LABEL), size);
  return {
    kind: 'cell',
    ...box,
    label,
    align: 'left',
    text: { ...text, top: BELOW_LABEL },
    isOneWord: true,
  };
}

function spaceIn(box: Box, top: number): Space {
  return { width: box.width - 2 * PADDING, height: box.height - top - (top > 0 ? ABOVE_BORDER : 0) };
}

export function rule(from: Rule['from'], to: Rule['to'], thickness = THIN, dashed = false): Rule {
  return { kind: 'rule', from, to, thickness, dashed };
}
