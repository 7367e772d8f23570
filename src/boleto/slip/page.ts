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

/** A text, or a field of the slip with its label. The lines are already broken: each fits into the box. */
export interface Cell extends Box {
  readonly kind: 'cell';
  readonly label?: string;
  readonly align: Align;
  readonly text: TextBlock;
  /** The lines are one word, broken only because the paper ends (a Pix code to copy). */
  readonly isOneWord?: boolean;
}

export type Align = 'left' | 'center' | 'right';

export interface TextBlock {
  readonly lines: readonly string[];
  /** Points. */
  readonly size: number;
  readonly bold: boolean;
  /** Upper edge of the first line, below that of the cell. */
  readonly top: number;
  /** From one line to the next. */
  readonly leading: number;
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

/** How a cell's label is set: points, and millimetres below the cell's upper edge. */
export const LABEL = { size: 6, top: 0.3, leading: 2.4 } as const;
