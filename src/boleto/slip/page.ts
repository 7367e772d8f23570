/**
 * A page as data, which every renderer draws in the same way. Millimetres from the upper left corner of the paper;
 * sizes of letters in points.
 */
export interface Page {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly sections: readonly Section[];
}

export interface Section {
  /** Names the part to who hears the page instead of seeing it. */
  readonly name: string;
  /** In the order in which they are read. */
  readonly items: readonly Item[];
}

export type Item = Cell | Rule | Symbol2D;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text, or a field of the slip with its label. Lines are already broken: each fits into the box. */
export interface Cell extends Box {
  readonly kind: 'cell';
  readonly label?: string;
  readonly lines: readonly Line[];
  readonly align: Align;
  /** The lines are one word, broken only because the paper ends (a Pix code to copy). */
  readonly isOneWord?: boolean;
}

export type Align = 'left' | 'center' | 'right';

export interface Line {
  readonly text: string;
  /** Points. */
  readonly size: number;
  readonly bold: boolean;
  /** Centre of the line, millimetres below the upper edge of the cell. */
  readonly middle: number;
}

/** A straight line, drawn from its middle. */
export interface Rule {
  readonly kind: 'rule';
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly thickness: number;
  readonly dashed: boolean;
}

/** Barcode or QR: black rectangles on a grid, in modules, stretched to the box. */
export interface Symbol2D extends Box {
  readonly kind: 'symbol';
  /** What it says, for who cannot see it. */
  readonly description: string;
  readonly columns: number;
  readonly rows: number;
  readonly black: readonly (readonly [column: number, row: number, columns: number, rows: number])[];
}

/** White space between a cell's border and its text. */
export const PADDING = 1;

export const LABEL_SIZE = 6;

/** Centre of a label, below the upper edge of its cell. */
export const LABEL_MIDDLE = 1.5;
