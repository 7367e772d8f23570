/**
 * A page for a renderer to draw. Lengths are in millimetres, positions from the upper left corner of the paper, and sizes
 * of letters in points.
 */
export interface Page {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly sections: readonly Section[];
  /** What a screen that is too narrow for the page shows above it. */
  readonly summary: readonly Summary[];
}

/** A value that the payer needs, without the label's place on the page. */
export interface Summary {
  readonly label: string;
  readonly text: string;
  /** Whether the payer copies it. */
  readonly isCode: boolean;
}

/** A part of the page. */
export interface Section {
  /** Name of the part, for screen readers. */
  readonly name: string;
  /** In reading order. */
  readonly items: readonly Item[];
}

export type Item = Cell | Rule | Symbol2D;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text, or a field of the slip with its label. The text is already broken into lines that fit into the box. */
export interface Cell extends Box {
  readonly kind: 'cell';
  readonly label?: string;
  readonly align: Align;
  readonly text: TextBlock;
  /** True if the lines are one word, such as a Pix code to copy. */
  readonly isOneWord?: boolean;
}

export type Align = 'left' | 'center' | 'right';

/** A text broken into lines. */
export interface TextBlock {
  readonly lines: readonly string[];
  /** In points. */
  readonly size: number;
  readonly bold: boolean;
  /** Distance from the upper edge of the cell to that of the first line. */
  readonly top: number;
  /** Distance from one line to the next. */
  readonly leading: number;
}

/** A straight line. Half of its thickness is on either side of the given coordinates. */
export interface Rule {
  readonly kind: 'rule';
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly thickness: number;
  readonly dashed: boolean;
}

/** A barcode or a QR code: black rectangles on a grid that is stretched to the box. */
export interface Symbol2D extends Box {
  readonly kind: 'symbol';
  /** Text for screen readers. */
  readonly description: string;
  /** Size of the grid, in modules. */
  readonly columns: number;
  readonly rows: number;
  /** In modules. */
  readonly black: readonly (readonly [column: number, row: number, columns: number, rows: number])[];
}

/** White space between a cell's border and its text. */
export const PADDING = 1;

/** The label of a cell: its size in points, its distance from the upper edge of the cell, and its line height. */
export const LABEL = { size: 6, top: 0.3, leading: 2.4 } as const;
