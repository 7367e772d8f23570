import { refuse } from '../errors.js';
import { POINT, textWidth } from './helvetica.js';
import type { TextBlock } from './page.js';

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A browser's font has Helvetica's measures or nearly so; the rest of a line stays free for the difference. */
const SLACK = 0.97;
const SMALLEST = 5;
const STEP = 0.25;
/** From one line to the next, for each point of size. */
const LEADING = 1.2;

/**
 * Texts broken into lines at the largest size, from `size` points down to 5, at which all of them fit into the room.
 * The block's top is the room's.
 *
 * @throws BoletoError TOO_LONG that names the field: nothing is cut.
 */
export function fitted(
  field: string,
  texts: readonly string[],
  room: Room,
  size: number,
  bold = false,
): TextBlock {
  const broken = (tried: number) => texts.flatMap((text) => brokenText(text, room.width, tried, bold));
  return largestFitting(broken, room, size, bold) ?? tooLong(field);
}

/** As `fitted`, for a code that is copied: every character stays, spaces at the ends of lines too. */
export function fittedCode(field: string, code: string, room: Room, size: number): TextBlock {
  const block = largestFitting((tried) => brokenCode(code, room.width, tried), room, size, false);
  return block ?? tooLong(field);
}

/** As `fitted`, but where 5 points are still too large a text ends in an ellipsis; each keeps at least one line. */
export function shortened(texts: readonly string[], room: Room, size: number, bold = false): TextBlock {
  const broken = (tried: number) => texts.flatMap((text) => brokenText(text, room.width, tried, bold));
  const block = largestFitting(broken, room, size, bold);
  if (block) return block;
  let free = Math.floor(room.height / leading(SMALLEST));
  const kept = texts.flatMap((text, index) => {
    const part = cut(brokenText(text, room.width, SMALLEST, bold), free - (texts.length - index - 1));
    free -= part.length;
    return part;
  });
  return placed(kept, SMALLEST, bold);
}

function largestFitting(broken: (size: number) => string[], room: Room, size: number, bold: boolean) {
  for (let tried = size; tried >= SMALLEST; tried -= STEP) {
    const lines = broken(tried);
    if (lines.length * leading(tried) <= room.height) return placed(lines, tried, bold);
  }
  return undefined;
}

function tooLong(field: string): never {
  refuse('TOO_LONG', field, `${field} is longer than its place on the slip has room for`);
}

function placed(texts: readonly string[], size: number, bold: boolean): TextBlock {
  return { lines: texts, size, bold, top: 0, leading: leading(size) };
}

/** Millimetres. */
function leading(size: number): number {
  return size * LEADING * POINT;
}

function cut(lines: string[], limit: number): string[] {
  if (lines.length <= limit) return lines;
  const last = lines[limit - 1] ?? '';
  return [...lines.slice(0, limit - 1), `${last.slice(0, -2).trimEnd()}…`];
}

/** Breaks between words; inside one only where it is longer than a line. */
function brokenText(text: string, width: number, size: number, bold: boolean): string[] {
  const room = width * SLACK;
  const lines: string[] = [];
  let rest = text;
  while (textWidth(rest, size, bold) > room) {
    const kept = longestPrefix(rest, room, size, bold);
    const space = rest.lastIndexOf(' ', kept);
    const end = space > 0 ? space : kept;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** A code broken at any character but never beside a space, so that its lines, put together, are the code. */
function brokenCode(code: string, width: number, size: number): string[] {
  const room = width * SLACK;
  const lines: string[] = [];
  let rest = code;
  while (textWidth(rest, size) > room) {
    let end = longestPrefix(rest, room, size, false);
    while (end > 1 && (rest[end - 1] === ' ' || rest[end] === ' ')) end--;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...lines, rest];
}

function longestPrefix(text: string, room: number, size: number, bold: boolean): number {
  let used = 0;
  let length = 0;
  for (const character of text) {
    used += textWidth(character, size, bold);
    if (used > room) break;
    length++;
  }
  return Math.max(length, 1);
}
