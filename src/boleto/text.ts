/**
 * The characters that a text may have: ASCII for Pix; Latin-1 for banks; WinAnsi for the standard fonts of PDF, which is
 * Latin-1 with typographic quotes and dashes and a few letters more.
 */
export type Charset = 'ascii' | 'latin-1' | 'win-ansi';

/** The characters of the bytes 128 to 159 in WinAnsi; a space for a byte without a character. */
export const WIN_ANSI_EXTRAS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const ASCII = ' -~';
/** Without the no-break space, which becomes a space, and the soft hyphen, which is invisible. */
const LATIN_1 = `${ASCII}\\u00a1-\\u00ac\\u00ae-\\u00ff`;

/** Matches a text that has only characters of the set. */
const ONLY: Readonly<Record<Charset, RegExp>> = {
  ascii: new RegExp(`^[${ASCII}]*$`),
  'latin-1': new RegExp(`^[${LATIN_1}]*$`),
  'win-ansi': new RegExp(`^[${LATIN_1}${WIN_ANSI_EXTRAS.replaceAll(' ', '')}]*$`),
};

/**
 * Plain forms, each with its characters: those that Unicode does not decompose. They are a table of our own because a
 * package that knows all of Unicode, such as any-ascii, is twenty times as large as this library.
 */
const FORMS: Readonly<Record<string, string>> = {
  AE: 'Æ',
  ae: 'æ',
  OE: 'Œ',
  oe: 'œ',
  SS: 'ẞ',
  ss: 'ß',
  Th: 'Þ',
  th: 'þ',
  D: 'ĐÐ',
  d: 'đð',
  E: 'Ə',
  e: 'ə',
  f: 'ƒ',
  G: 'Ґ',
  g: 'ґ',
  H: 'Ħ',
  h: 'ħ',
  I: 'І',
  i: 'ıі',
  k: 'ĸ',
  L: 'Ł',
  l: 'ł',
  N: 'Ŋ',
  n: 'ŋ',
  O: 'Ø',
  o: 'ø°',
  T: 'Ŧ',
  t: 'ŧ',
  u: 'µ',
  x: '×',
  Ye: 'Є',
  ye: 'є',
  "'": '‘’‚‛′´ʹʻʼ‹›',
  '"': '“”„‟″«»¨',
  '-': '‐‑‒–—―−¬',
  '*': '•·',
  '/': '÷⁄∕',
  '!': '¡',
  '?': '¿',
  '|': '¦',
  '+': '†‡',
  '^': 'ˆ',
  '~': '˜',
  '+-': '±',
  '%o': '‰',
  '(C)': '©',
  '(R)': '®',
  S: '§',
  c: '¢',
  EUR: '€',
  GBP: '£',
  JPY: '¥',
};

/** Letters of other scripts in the order of their code points, from the first one's; `-` for a code point without one. */
const SCRIPTS: readonly (readonly [first: number, letters: string])[] = [
  [0x3b1, 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'],
  [0x430, "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya"],
  [0x5d0, 'a b g d h v z ch t y k k l m m n n s a p p ts ts k r sh t'],
  [0x621, "' - - - - - a b a t th j h kh d dh r z s sh s d t z a gh - - - - - - f q k l m n h w a y"],
];

let plainForms: Map<string, string> | undefined;

/** Builds the table when it is first needed: hardly any text needs it. */
function forms(): Map<string, string> {
  if (plainForms) return plainForms;
  const table = new Map<string, string>();
  for (const [form, characters] of Object.entries(FORMS)) {
    for (const character of characters) table.set(character, form);
  }
  for (const [first, letters] of SCRIPTS) {
    for (const [index, form] of letters.split(' ').entries()) {
      if (form === '-') continue;
      const letter = String.fromCodePoint(first + index);
      table.set(letter.toUpperCase(), form.charAt(0).toUpperCase() + form.slice(1));
      table.set(letter, form);
    }
  }
  plainForms = table;
  return table;
}

/**
 * Returns a text on one line in the characters of a set. It changes only what the set lacks:
 * - A letter loses its marks or becomes its plain form: `Łukasz Świątek` is `Lukasz Swiatek`, `ß` is `ss`, `Ｊ` is `J`.
 *   Greek, Cyrillic, Hebrew and Arabic are written in Latin letters.
 * - A typographic quote or dash becomes that of ASCII, `…` three dots, `€` is `EUR`.
 * - Any other character becomes a question mark, and so do several in a row: CJK, emoji.
 * - Invisible characters are left out, such as U+200B or the marks of right-to-left text.
 *
 * The result is empty only if nothing in the text is visible.
 *
 * @example plainText('“Łódź” – 李明 👍🏽', 'latin-1') // '"Lódz" - ? ?'
 */
export function plainText(text: string, charset: Charset): string {
  const only = ONLY[charset];
  if (only.test(text) && !/^ | {2}| $/.test(text)) return text;
  const oneLine = text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return only.test(oneLine) ? oneLine : transliterated(oneLine, only);
}

function transliterated(text: string, only: RegExp): string {
  let result = '';
  let isUnknown = false;
  for (const character of text) {
    const form = plainForm(character, only);
    if (form !== undefined) result += form;
    else if (!isUnknown) result += '?';
    // A mark belongs to the character before it, so that an emoji with its variation selector is one.
    isUnknown = form === undefined || (isUnknown && form === '');
  }
  return result.trim();
}

/** Returns the plain form of a character, empty for a mark, or undefined if it has none. */
function plainForm(character: string, only: RegExp): string | undefined {
  if (only.test(character)) return character;
  const form = forms().get(character);
  if (form !== undefined) return form;
  const parts = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (parts === character) return undefined;
  let result = '';
  for (const part of parts) {
    const plain = only.test(part) ? part : forms().get(part);
    if (plain === undefined) return undefined;
    result += plain;
  }
  return result;
}
