import { BoletoError } from '../errors.js';
import { POINT, textWidth } from './helvetica.js';
import type { Line } from './page.js';

/** Browsers set a font of Helvetica's measures, or one that is a little wider. */
const SLACK = 0.97;
const SMALLEST = 5;
const STEP = 0.25;

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Points between lines, for each point of size. */
const LEADING = 1.2;

/**
 * Texts broken into lines at the largest size, from `size` points down to 5, at which all of them fit into the room.
 * `middle` of the lines counts from the room's upper edge.
 *
 * @throws BoletoError TOO_LONG that names the field: a text is never cut.
 */
export function fitted(
  field: string,
  texts: readonly string[],
  room: Room,
  size: number,
  bold = false,
): Line[] {
  for (let tried = size; tried >= SMALLEST; tried -= STEP) {
    const broken = texts.flatMap((text) => brokenText(text, room.width, tried, bold));
    const leading = tried * LEADING * POINT;
    if (broken.length * leading > room.height && broken.length > 1) continue;
    return broken.map((text, index) => ({ text, size: tried, bold, middle: (index + 0.5) * leading }));
  }
  const message = `${field} is longer than its place on the slip has room for`;
  throw new BoletoError('TOO_LONG', field, message);
}

/** One line that keeps what fits: a name loses its end to an ellipsis at 5 points, a number is refused before. */
export function oneLine(
  text: string,
  width: number,
  size: number,
  bold = false,
): { text: string; size: number } {
  const room = width * SLACK;
  for (let tried = size; tried >= SMALLEST; tried -= STEP) {
    if (textWidth(text, tried, bold) <= room) return { text, size: tried };
  }
  const kept = longestPrefix(text, room - textWidth('…', SMALLEST, bold), SMALLEST, bold);
  return { text: `${text.slice(0, kept).trimEnd()}…`, size: SMALLEST };
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
