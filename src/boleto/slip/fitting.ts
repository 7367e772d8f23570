import { refuse } from '../errors.js';
import { glyphWidth, POINT, textWidth } from './helvetica.js';
import type { TextBlock } from './page.js';

/** A text that fits, without its place in the cell. */
type FittedText = Omit<TextBlock, 'top'>;

/** The space for a text, in millimetres. */
export interface Space {
  readonly width: number;
  readonly height: number;
}

/** Share of a line's width that is used. A browser's font may be a little wider than Helvetica. */
const USED = 0.97;
/** In points. */
export const SMALLEST = 5;
const STEP = 0.25;
/** Distance from one line to the next, as a multiple of the size. */
const LEADING = 1.2;

/**
 * Returns texts broken into lines at the largest size that fits into the space.
 *
 * @param field name of the value, for the error
 * @param size largest size in points; the smallest is 5
 * @throws {BoletoError} TOO_LONG if the texts do not fit at 5 points
 */
export function fitted(
  field: string,
  texts: readonly string[],
  space: Space,
  size: number,
  bold = false,
): FittedText {
  const broken = (tried: number) => texts.flatMap((text) => brokenText(text, space.width, tried, bold));
  return largestFitting(broken, space, size, bold) ?? tooLong(field);
}

/** As `fitted`, for a code that people copy: keeps every character, also spaces at the ends of lines. */
export function fittedCode(field: string, code: string, space: Space, size: number): FittedText {
  const block = largestFitting((tried) => brokenCode(code, space.width, tried), space, size, false);
  return block ?? tooLong(field);
}

/** As `fitted`, but shortens texts that do not fit at 5 points. Each keeps at least one line and ends in an ellipsis. */
export function shortened(texts: readonly string[], space: Space, size: number, bold = false): FittedText {
  const broken = (tried: number) => texts.flatMap((text) => brokenText(text, space.width, tried, bold));
  const block = largestFitting(broken, space, size, bold);
  if (block) return block;
  let free = mostLines(space);
  const kept = texts.flatMap((text, index) => {
    const part = shortenedLines(
      brokenText(text, space.width, SMALLEST, bold),
      free - (texts.length - index - 1),
    );
    free -= part.length;
    return part;
  });
  return textBlock(kept, SMALLEST, bold);
}

function largestFitting(broken: (size: number) => string[], space: Space, size: number, bold: boolean) {
  for (let tried = size; tried >= SMALLEST; tried -= STEP) {
    const lines = broken(tried);
    if (lines.length * leading(tried) <= space.height) return textBlock(lines, tried, bold);
  }
  return undefined;
}

function tooLong(field: string): never {
  refuse('TOO_LONG', field, `${field} is longer than its place on the slip has room for`);
}

function textBlock(texts: readonly string[], size: number, bold: boolean): FittedText {
  return { lines: texts, size, bold, leading: leading(size) };
}

/** Returns how many lines of the smallest size a space has room for. */
export function mostLines({ height }: Space): number {
  return Math.floor(height / leading(SMALLEST));
}

/** Returns the distance from one line to the next in millimetres. */
function leading(size: number): number {
  return size * LEADING * POINT;
}

function shortenedLines(lines: string[], limit: number): string[] {
  if (lines.length <= limit) return lines;
  return lines
    .slice(0, limit)
    .map((line, index) => (index === limit - 1 ? `${line.slice(0, -2).trimEnd()}…` : line));
}

/**
 * Breaks a text between words, and inside a word only if it is longer than a line.
 *
 * @param text characters of WinAnsi, see `plainText`
 */
export function brokenText(text: string, width: number, size: number, bold = false): string[] {
  const usable = (1000 * width * USED) / (size * POINT);
  const lines: string[] = [];
  let start = 0;
  let blank = 0;
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    const glyph = glyphWidth(text, index, bold);
    if (text[index] === ' ') blank = index;
    used += glyph;
    if (used <= usable || index === start) continue;
    const end = blank > start ? blank : index;
    lines.push(text.slice(start, end));
    start = end;
    while (text[start] === ' ') start++;
    // The next character is measured again as a part of the new line.
    index = start - 1;
    used = 0;
  }
  return [...lines, text.slice(start)];
}

/** Breaks a code anywhere but beside a space, so that its lines joined together are the code. */
function brokenCode(code: string, width: number, size: number): string[] {
  const usable = width * USED;
  const lines: string[] = [];
  let rest = code;
  while (textWidth(rest, size) > usable) {
    let end = longestPrefix(rest, usable, size);
    while (end > 1 && (rest[end - 1] === ' ' || rest[end] === ' ')) end--;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...lines, rest];
}

/** Returns how many characters fit into a width in millimetres, at least one. */
function longestPrefix(text: string, width: number, size: number): number {
  let used = 0;
  let length = 0;
  while (length < text.length) {
    used += glyphWidth(text, length);
    if (used > (1000 * width) / (size * POINT)) break;
    length++;
  }
  return Math.max(length, 1);
}
