import { fitted, fittedCode, type Room, shortened } from './fitting.js';
import { type Align, type Box, type Cell, type Item, PADDING, type Rule } from './page.js';

/** Where a cell's value begins, below its label. */
const BELOW_LABEL = 2.7;
/** White above a cell's lower border. */
const ABOVE_BORDER = 0.3;
const THIN = 0.2;

/** A labelled field of one row: how wide, what it is called, what it says. */
export interface Field {
  /** Names the value in an error. */
  readonly field: string;
  readonly label?: string;
  readonly width: number;
  readonly texts?: readonly string[];
  readonly align?: Align;
  readonly size?: number;
  readonly bold?: boolean;
  /** The end of a long text may go; an error otherwise. */
  readonly mayBeShortened?: boolean;
}

/** Fields side by side, parted by thin lines, with one below them. */
export function row(x: number, y: number, height: number, fields: readonly Field[]): Item[] {
  let left = x;
  const items = fields.flatMap((field, index): Item[] => {
    const box = { x: left, y, width: field.width, height };
    left += field.width;
    return index === 0 ? [cell(box, field)] : [rule([box.x, y], [box.x, y + height]), cell(box, field)];
  });
  return [...items, rule([x, y + height], [left, y + height])];
}

export function cell(box: Box, field: Field): Cell {
  const top = field.label === undefined ? 0 : BELOW_LABEL;
  const room = roomIn(box, top);
  const size = field.size ?? 8;
  const texts = (field.texts ?? []).filter((text) => text !== '');
  const text = field.mayBeShortened
    ? shortened(texts, room, size, field.bold)
    : fitted(field.field, texts, room, size, field.bold);
  return {
    kind: 'cell',
    ...box,
    ...(field.label !== undefined && { label: field.label }),
    align: field.align ?? 'left',
    text: { ...text, top },
  };
}

/** A labelled code to be copied, over the width of its box. */
export function codeCell(box: Box, field: string, label: string, code: string, size: number): Cell {
  const text = fittedCode(field, code, roomIn(box, BELOW_LABEL), size);
  return {
    kind: 'cell',
    ...box,
    label,
    align: 'left',
    text: { ...text, top: BELOW_LABEL },
    isOneWord: true,
  };
}

function roomIn(box: Box, top: number): Room {
  return { width: box.width - 2 * PADDING, height: box.height - top - (top > 0 ? ABOVE_BORDER : 0) };
}

export function rule(from: Rule['from'], to: Rule['to'], thickness = THIN, dashed = false): Rule {
  return { kind: 'rule', from, to, thickness, dashed };
}
