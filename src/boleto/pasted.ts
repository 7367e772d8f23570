import { refuse } from './errors.js';

/** The digits of a code that somebody typed, printed or pasted. */
export interface PastedDigits {
  readonly digits: string;
  /** What was left out besides dots, dashes and white space of ASCII: `U+200B`, `"Linha digitável:"`. */
  readonly dropped: readonly string[];
}

const NOTHING: readonly string[] = [];
/** The text around the digits may be of any length; its start is shown. */
const LONG = /^(.{40}).+/su;
/** What nobody sees, as in a character class. */
const INVISIBLE = '\\p{Cc}\\p{Cf}\\p{DI}';
/** The dashes and dots of Unicode, and what nobody sees. */
const SEPARATING = `${INVISIBLE}\\p{Dash}\u2043·•-‧∙⋅・･。｡．﹒۔⸱⸳`;
const SEPARATORS = new RegExp(`[${SEPARATING}\\p{White_Space}.]`, 'gu');
const REPORTED = new RegExp(`(?![-\\p{White_Space}])[${SEPARATING}]`, 'gu');
const INVISIBLES = new RegExp(`[${INVISIBLE}]`, 'gu');

/**
 * Reads the digits of a code. Dots, dashes, white space and characters that nobody sees may part them, and other text
 * may stand before and after them. Digits of other widths count as digits.
 *
 * @param field name of the value, for the error
 * @throws {BoletoError} NOT_DIGITS if there are no digits, or other characters between them, or a letter beside them
 * @example
 * readDigits('text', 'Linha digitável: 23793\u200b.38128').digits // '2379338128'
 */
export function readDigits(field: string, text: string): PastedDigits {
  if (typeof text !== 'string') refuseText(field);
  let digits = '';
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) continue;
    // Space, dash and dot. Anything rarer takes the slow way.
    if (code !== 32 && code !== 45 && code !== 46) return readPasted(field, text);
    digits += text.slice(start, index);
    start = index + 1;
  }
  digits += text.slice(start);
  if (digits === '') refuseText(field);
  return { digits, dropped: NOTHING };
}

function readPasted(field: string, text: string): PastedDigits {
  const plain = text.replace(/\p{Nd}/gu, (digit) => digit.normalize('NFKC'));
  const [, before = '', inside = '', after = ''] = /^(\D*)(\d[\s\S]*\d)(\D*)$/.exec(plain) ?? [];
  const digits = inside.replace(SEPARATORS, '');
  // A letter that touches a digit may be a digit that somebody mistyped.
  if (!/^\d+$/.test(digits) || /\p{L}\d|\d\p{L}/u.test(plain)) refuseText(field);
  const characters = [...new Set(plain.match(REPORTED))].map(
    (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return { digits, dropped: [...characters, ...shownText(before), ...shownText(after)] };
}

/** Returns a text in quotes, at most forty characters of it; nothing for separators alone. */
function shownText(text: string): string[] {
  if (text.replace(SEPARATORS, '') === '') return [];
  return [`"${text.replace(INVISIBLES, '').trim().replace(LONG, '$1…')}"`];
}

function refuseText(field: string): never {
  refuse('NOT_DIGITS', field, `${field} must be digits; dots, dashes and spaces may part them`);
}
