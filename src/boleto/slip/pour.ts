import type { SlipTexts } from './checked-slip.js';
import { INSTRUCTIONS, STATEMENT, WIDE } from './columns.js';
import { brokenText, fitted, mostLines, SMALLEST } from './fitting.js';
import { spaceBelowLabel } from './parts.js';

const CONTINUED = '(continua no recibo do pagador)';
const CONTINUATION = 'Instruções (continuação):';

/**
 * Moves the instructions for which the ficha de compensação has no room to the Demonstrativo of the receipt.
 *
 * @param hasPix whether to keep the narrow column of the Demonstrativo free for a Pix code
 * @throws {BoletoError} TOO_LONG: `instructions` or `statement`, if the Demonstrativo has no room either
 */
export function poured(slip: SlipTexts, hasPix: boolean): SlipTexts {
  const { shown, carried } = carriedOver(slip.instructions);
  const moved = carried.length === 0 ? [] : [CONTINUATION, ...carried];
  const statement = [...slip.statement, ...moved];
  const place = hasPix ? { ...STATEMENT, width: WIDE } : STATEMENT;
  if (statement.length > 0) {
    const field = carried.length === 0 ? 'statement' : 'instructions';
    fitted(field, statement.filter(Boolean), spaceBelowLabel(place), SMALLEST);
  }
  return { ...slip, instructions: shown, statement };
}

/** Keeps each instruction whole, unless the first alone is longer than its place. */
function carriedOver(instructions: readonly string[]): { shown: string[]; carried: string[] } {
  const space = spaceBelowLabel(INSTRUCTIONS);
  const most = mostLines(space);
  const texts = instructions.filter((text) => text !== '');
  let used = 0;
  for (const [index, text] of texts.entries()) {
    const lines = brokenText(text, space.width, SMALLEST);
    const isLast = index === texts.length - 1;
    // While there is more, the last line has to say so.
    if (lines.length <= most - used - (isLast ? 0 : 1)) {
      used += lines.length;
      continue;
    }
    const kept = index === 0 ? lines.slice(0, most - 1) : [];
    const rest = [afterLines(text, kept), ...texts.slice(index + 1)];
    return { shown: [...texts.slice(0, index), ...kept, CONTINUED], carried: rest };
  }
  return { shown: texts, carried: [] };
}

/** Returns what follows the lines into which the beginning of a text was broken. */
function afterLines(text: string, lines: readonly string[]): string {
  let end = 0;
  for (const line of lines) end = text.indexOf(line, end) + line.length;
  return text.slice(end).trimStart();
}
